package dev.anabranch.action;

/** A later attempt at the same action has begun or ended, so this attempt does not count. Not retried. */
public final class Superseded extends ActionFailure {
    private static final long serialVersionUID = 1L;

    public Superseded(String where, String reason) {
        super(where, Superseded.class.getName(), reason);
    }
}
