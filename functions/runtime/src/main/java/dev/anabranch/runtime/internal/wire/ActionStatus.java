package dev.anabranch.runtime.internal.wire;

/** The status of an action. */
public enum ActionStatus {
    /** An attempt is running, or has crashed and will be followed by another. */
    RUNNING("R"),
    /** The action returned a result. */
    SUCCEEDED("S"),
    /** The latest attempt failed. */
    FAILED("F"),
    /**
     * The result was reused from an earlier action with the same task, version and input, or from the earlier run of a
     * rerun.
     */
    CACHED("C"),
    /** The run was cancelled before it finished. */
    ABORTED("A");

    private final String code;

    ActionStatus(String code) {
        this.code = code;
    }

    /** Returns the code of the status in records. */
    public String code() {
        return code;
    }

    /** Returns true if the action has a result. */
    public boolean hasResult() {
        return this == SUCCEEDED || this == CACHED;
    }

    /**
     * Returns the status of a code.
     *
     * @throws IllegalArgumentException if the code is unknown
     */
    public static ActionStatus ofCode(String code) {
        for (ActionStatus status : values()) {
            if (status.code.equals(code)) {
                return status;
            }
        }
        throw new IllegalArgumentException("The code `" + code + "` is not one of an action status.");
    }
}
