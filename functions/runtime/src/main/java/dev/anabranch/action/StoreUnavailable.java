package dev.anabranch.action;

/** A store did not answer, after its client had tried again: always retried by the state machine. */
public final class StoreUnavailable extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String where, String reason) {
        super(where, StoreUnavailable.class.getName(), reason);
    }
}
