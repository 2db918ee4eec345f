package dev.anabranch.engine.definition;

/**
 * A problem of a definition, in the format of {@code ValidateStateMachineDefinition}.
 *
 * @param severity an error makes the definition invalid
 * @param code for example {@code SCHEMA_VALIDATION_FAILED}
 * @param message the problem as one sentence
 * @param location the path of the problem, for example {@code /States/Classify/Next}; empty if the text is not a
 *     definition at all
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html">ValidateStateMachineDefinition</a>
 */
public record Diagnostic(Severity severity, String code, String message, String location) {

    /** The severity of a diagnostic. */
    public enum Severity {
        /** The definition is invalid. */
        ERROR,
        /** The definition is valid. */
        WARNING
    }

    /** Returns {@code CODE: message at /location}, the format of the message of {@code InvalidDefinition}. */
    public String text() {
        String where = " at " + location;
        return code + ": " + message + (location.isEmpty() || message.endsWith(where) ? "" : where);
    }
}
