package dev.anabranch.engine.internal.query;

/**
 * An expression failed while an execution ran. {@link #error()} is the error name that a Catcher sees and {@link #cause()} the
 * text that AWS writes for it, without the leading "An error occurred while executing the state ..." which only the
 * interpreter can know.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error names</a>
 */
public final class QueryException extends RuntimeException {

    /** A JSONata expression failed, or returned nothing, or returned what its field cannot take. */
    public static final String QUERY_EVALUATION = "States.QueryEvaluationError";

    /** A path of a payload template found nothing. */
    public static final String PARAMETER_PATH = "States.ParameterPathFailure";

    /** A {@code ResultPath} cannot be applied to the input that the state received. */
    public static final String RESULT_PATH = "States.ResultPathMatchFailure";

    /** An intrinsic function was called with something that it cannot take. */
    public static final String INTRINSIC = "States.IntrinsicFailure";

    /** Whatever AWS reports under its general name; {@code States.ALL} does not catch it. */
    public static final String RUNTIME = "States.Runtime";

    private final String error;

    /**
     * @param error the error name, for instance {@link #QUERY_EVALUATION}
     * @param cause what went wrong, in AWS's words
     */
    public QueryException(String error, String cause) {
        super(cause);
        this.error = error;
    }

    /** The error name, as a Catcher or a Retrier matches it. */
    public String error() {
        return error;
    }

    /** What went wrong, without the sentence that names the state. */
    public String cause() {
        return String.valueOf(getMessage());
    }
}
