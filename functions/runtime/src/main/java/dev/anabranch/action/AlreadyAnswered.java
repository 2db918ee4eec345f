package dev.anabranch.action;

/**
 * The callback of the action has already been completed, by an early answer or in the run that is rerun. Not a failure:
 * the state machine continues with the recorded answer.
 */
public final class AlreadyAnswered extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public AlreadyAnswered(String where) {
        super(where, AlreadyAnswered.class.getName(), "its callback has already been completed.");
    }
}
