package dev.anabranch.runtime.internal.wire;

/** What a function was sent is not an {@link Invocation}: the state machine and the function do not belong together. */
public final class MalformedInvocation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says which field is wrong and what was expected. */
    public MalformedInvocation(String message) {
        super(message);
    }
}
