package dev.anabranch.engine.internal.query;

/**
 * An expression failed in an execution. {@link #error()} is the error name for Catchers. {@link #cause()} is the text
 * of AWS without the leading "An error occurred while executing the state ...", which the interpreter adds.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error names</a>
 */
public final class QueryException extends RuntimeException {

    /** A JSONata expression failed, returned nothing, or returned a value that its field does not accept. */
    public static final String QUERY_EVALUATION = "States.QueryEvaluationError";

    /** A path of a payload template found nothing. */
    public static final String PARAMETER_PATH = "States.ParameterPathFailure";

    /** A {@code ResultPath} cannot be applied to the input of the state. */
    public static final String RESULT_PATH = "States.ResultPathMatchFailure";

    /** An intrinsic function was called with an invalid argument. */
    public static final String INTRINSIC = "States.IntrinsicFailure";

    /** The general error name of AWS. {@code States.ALL} does not catch it. */
    public static final String RUNTIME = "States.Runtime";

    private final String error;

    /**
     * @param error the error name, for example {@link #QUERY_EVALUATION}
     * @param cause the explanation in the wording of AWS
     */
    public QueryException(String error, String cause) {
        super(cause);
        this.error = error;
    }

    /** Returns the error name that Catchers and Retriers match. */
    public String error() {
        return error;
    }

    /** Returns the explanation, without the sentence that names the state. */
    public String cause() {
        return String.valueOf(getMessage());
    }
}
