package dev.anabranch.engine.internal.query;

/**
 * An expression or path that AWS rejects when a definition is created. The message has the wording of AWS where it is
 * known.
 */
public final class InvalidExpression extends RuntimeException {

    private final String code;

    /**
     * @param code the code of the diagnostic, for example {@code INVALID_JSONATA_EXPRESSION}
     * @param message the expression and its problem
     */
    public InvalidExpression(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the code of the diagnostic for {@code ValidateStateMachineDefinition}. */
    public String code() {
        return code;
    }

    /** Returns the message. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
