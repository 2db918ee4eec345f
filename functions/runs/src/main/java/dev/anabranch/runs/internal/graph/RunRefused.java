package dev.anabranch.runs.internal.graph;

/** A request about runs that cannot be fulfilled. The message is a sentence for the caller. */
public final class RunRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The reasons for a refusal. */
    public enum Reason {
        /** The workflow does not exist. */
        UNKNOWN_WORKFLOW,
        /** The run does not exist or has been deleted. */
        UNKNOWN_RUN,
        /** The workflow has no node of that name, or the node is of the wrong kind. */
        UNKNOWN_NODE,
        /** The fan-out has no item of that index. */
        UNKNOWN_ITEM,
        /** The input does not match the workflow's input type. */
        INVALID_INPUT,
        /** The id is not a valid run id. */
        INVALID_RUN_ID,
        /** Another part of the request is invalid. */
        INVALID_REQUEST,
        /** The id or Idempotency-Key belongs to another run or request. */
        CONFLICT,
        /** The run has not ended. */
        STILL_RUNNING,
        /** The run has already ended. */
        ALREADY_ENDED,
        /** All actions succeeded and the definition is unchanged. */
        NOTHING_TO_DO,
        /** The data of the run has been deleted or has expired. */
        GONE
    }

    /** Creates a refusal with a sentence for the caller. */
    public RunRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Creates a refusal with a cause. */
    public RunRefused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns the reason. */
    public Reason reason() {
        return reason;
    }
}
