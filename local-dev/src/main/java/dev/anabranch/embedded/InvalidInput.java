package dev.anabranch.embedded;

/** The input of a run is not what its workflow takes. Nothing was started. */
public final class InvalidInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidInput(String message) {
        super(message);
    }

    InvalidInput(String message, Throwable cause) {
        super(message, cause);
    }
}
