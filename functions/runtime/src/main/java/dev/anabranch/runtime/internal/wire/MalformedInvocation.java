package dev.anabranch.runtime.internal.wire;

/**
 * The payload of an invocation is not an {@link Invocation}: the state machine and the function are not of the same
 * deployment.
 */
public final class MalformedInvocation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message names the invalid field and the expected value
     */
    public MalformedInvocation(String message) {
        super(message);
    }
}
