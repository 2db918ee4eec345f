package dev.anabranch.runtime.internal.wire;

/** How far an action is. */
public enum ActionStatus {
    /** An attempt is under way, or died and will be followed by another. */
    RUNNING("R"),
    /** It returned. */
    SUCCEEDED("S"),
    /** The latest attempt failed. */
    FAILED("F"),
    /** Its result was taken from an earlier action with the same task, version and input. */
    CACHED("C"),
    /** The run was cancelled before it finished. */
    ABORTED("A");

    private final String code;

    ActionStatus(String code) {
        this.code = code;
    }

    /** How the status is stored. */
    public String code() {
        return code;
    }

    /** True when there is a result. */
    public boolean hasResult() {
        return this == SUCCEEDED || this == CACHED;
    }

    /**
     * The status with that code.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static ActionStatus ofCode(String code) {
        for (ActionStatus status : values()) {
            if (status.code.equals(code)) {
                return status;
            }
        }
        throw new IllegalArgumentException("There is no action status with the code `" + code + "`.");
    }
}
