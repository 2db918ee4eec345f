package dev.anabranch.engine;

/**
 * The engine refuses a request. The code is that of the service's API.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/CommonErrors.html">Errors</a>
 */
public final class EngineException extends RuntimeException {

    private final String code;

    /**
     * @param code for instance {@code ExecutionAlreadyExists}
     * @param message what was refused and why
     */
    public EngineException(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The API's name of the error. */
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
