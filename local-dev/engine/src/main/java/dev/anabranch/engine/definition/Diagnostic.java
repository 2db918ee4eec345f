package dev.anabranch.engine.definition;

/**
 * A problem of a definition, as {@code ValidateStateMachineDefinition} reports it.
 *
 * @param severity whether the definition is refused
 * @param code for instance {@code SCHEMA_VALIDATION_FAILED}
 * @param message what is wrong, a sentence
 * @param location where, for instance {@code /States/Classify/Next}; empty for a text that is no definition at all
 * @see <a
 *     href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html">ValidateStateMachineDefinition</a>
 */
public record Diagnostic(Severity severity, String code, String message, String location) {

    /** Whether a diagnostic makes a definition invalid. */
    public enum Severity {
        /** The definition is refused. */
        ERROR,
        /** The definition is accepted. */
        WARNING
    }

    /** {@code CODE: message at /location}, as AWS joins them in {@code InvalidDefinition}. */
    public String text() {
        String where = " at " + location;
        return code + ": " + message + (location.isEmpty() || message.endsWith(where) ? "" : where);
    }
}
