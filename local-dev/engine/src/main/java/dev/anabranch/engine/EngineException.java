package dev.anabranch.engine;

/**
 * The engine rejects a request. The code is an error code of the service's API.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html">Errors</a>
 */
public final class EngineException extends RuntimeException {

    private final String code;

    /**
     * @param code the error code, for example {@code ExecutionAlreadyExists}
     * @param message what was rejected, and why
     */
    public EngineException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** Returns the error code of the API. */
    public String code() {
        return code;
    }

    static EngineException noStateMachine(String arn) {
        return new EngineException("StateMachineDoesNotExist", "State Machine Does Not Exist: '" + arn + "'");
    }

    static EngineException noExecution(String arn) {
        return new EngineException("ExecutionDoesNotExist", "Execution Does Not Exist: '" + arn + "'");
    }

    static EngineException noResource(String arn) {
        return new EngineException("ResourceNotFound", "Resource not found: '" + arn + "'");
    }
}
