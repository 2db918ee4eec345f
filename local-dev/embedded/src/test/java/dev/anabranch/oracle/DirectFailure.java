package dev.anabranch.oracle;

/**
 * An action that failed in its last attempt.
 *
 * @param action the action
 * @param error the name of the error, such as {@code java.lang.IllegalStateException}
 * @param message the message of the error
 * @param attempts the number of attempts
 */
public record DirectFailure(ActionId action, String error, String message, int attempts) {}
