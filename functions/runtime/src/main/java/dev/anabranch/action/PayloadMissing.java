package dev.anabranch.action;

/** A referenced payload is not in the store: it has expired or was deleted with its run. */
public final class PayloadMissing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception for a key. */
    public PayloadMissing(String key) {
        super("`" + key + "` is not in the payload store: it has expired, or was deleted with its run.");
    }
}
