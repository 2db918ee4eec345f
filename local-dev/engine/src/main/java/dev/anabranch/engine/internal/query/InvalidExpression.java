package dev.anabranch.engine.internal.query;

/** An expression or a path that AWS refuses when a definition is created. The message is AWS's wording where it is known. */
public final class InvalidExpression extends RuntimeException {

    private final String code;

    /**
     * @param code the code of the diagnostic, for instance {@code INVALID_JSONATA_EXPRESSION}
     * @param message which expression, what is wrong with it
     */
    public InvalidExpression(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The code that {@code ValidateStateMachineDefinition} gives the diagnostic. */
    public String code() {
        return code;
    }

    /** What is wrong, for a person. */
    public String text() {
        return String.valueOf(getMessage());
    }
}
