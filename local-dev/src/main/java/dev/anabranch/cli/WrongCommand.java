package dev.anabranch.cli;

/** A mistake of the person at the keyboard; the message says in one sentence what is wrong and how to put it right. */
final class WrongCommand extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongCommand(String message) {
        super(message);
    }

    WrongCommand(String message, Throwable cause) {
        super(message, cause);
    }
}
