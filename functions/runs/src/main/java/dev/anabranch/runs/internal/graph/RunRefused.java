package dev.anabranch.runs.internal.graph;

/** What was asked of runs cannot be done; the message says in a sentence why, for the one who asked. */
public final class RunRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** There is no workflow of that name. */
        UNKNOWN_WORKFLOW,
        /** There is no run of that id, or none any more. */
        UNKNOWN_RUN,
        /** The workflow has no node of that name, or none that will do. */
        UNKNOWN_NODE,
        /** A fan-out has no item of that index. */
        UNKNOWN_ITEM,
        /** The input is not what the workflow takes. */
        INVALID_INPUT,
        /** The id cannot be that of a run. */
        INVALID_RUN_ID,
        /** Something else in the request is wrong. */
        INVALID_REQUEST,
        /** There is another run with that id, or another request with that Idempotency-Key. */
        CONFLICT,
        /** The run has not ended. */
        STILL_RUNNING,
        /** The run has ended by itself. */
        ALREADY_ENDED,
        /** Everything succeeded and nothing has changed. */
        NOTHING_TO_DO,
        /** What the run has left behind has been deleted or has expired. */
        GONE
    }

    /** A sentence, and what kind of refusal it is. */
    public RunRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The same with what went wrong. */
    public RunRefused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What kind of refusal it is. */
    public Reason reason() {
        return reason;
    }
}
