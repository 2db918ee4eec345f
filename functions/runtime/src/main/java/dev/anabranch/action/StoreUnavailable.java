package dev.anabranch.action;

/** A store is unavailable, after retries of its client. The state machine always retries it. */
public final class StoreUnavailable extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String where, String reason) {
        super(where, StoreUnavailable.class.getName(), reason);
    }
}
