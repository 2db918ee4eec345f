package dev.anabranch.client.internal.transport;

/** The thread was interrupted while it waited for an answer. Its interrupt flag is set. */
public final class CallInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception for a thread whose interrupt flag is set. */
    public CallInterrupted() {
        super("Interrupted while waiting for an answer.");
    }

    public CallInterrupted(InterruptedException cause) {
        super("Interrupted while waiting for an answer.", cause);
    }
}
