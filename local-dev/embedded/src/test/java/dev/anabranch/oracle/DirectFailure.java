package dev.anabranch.oracle;

/**
 * An action that failed for good.
 *
 * @param action which one
 * @param error the name of the error, such as {@code java.lang.IllegalStateException}
 * @param message what the task said
 * @param attempts how often it was tried
 */
public record DirectFailure(ActionId action, String error, String message, int attempts) {}
