package dev.anabranch.runs.internal.record;

import java.util.Optional;

/**
 * The executions of state machines: the port for Step Functions and the embedded engine.
 *
 * <p>Every method throws {@link ExecutionsUnavailable} if the service is unavailable or refuses.
 */
public interface ExecutionService {

    /**
     * Starts the execution of a run. Has no effect if an execution with this name and input is running, which is Step
     * Functions' rule for Standard state machines
     * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
     *
     * @param workflow the name of the workflow
     * @param runId the name of the execution
     * @param input JSON text, at most 256 KiB
     * @throws ExecutionExists if an execution with this name and another input, or one that has ended, exists
     */
    void start(String workflow, String runId, String input);

    /** Stops an execution and its child executions. Has no effect if it has ended or does not exist. */
    void stop(String workflow, String runId);

    /**
     * Resumes the state that waits with a task token. Has no effect if no state waits with it any more.
     *
     * @param token the task token, which must not be logged
     */
    void resume(String token);

    /**
     * Fails the state that waits with a task token. Has no effect if no state waits with it any more.
     *
     * @param token the task token, which must not be logged
     * @param error the name of the error for the state machine
     * @param cause the message
     */
    void fail(String token, String error, String cause);

    /**
     * Restarts the time in which the state that waits with a task token expects the next heartbeat.
     *
     * @param token the task token, which must not be logged
     * @return false if no state waits with it any more
     */
    boolean heartbeat(String token);

    /** Returns the state of an execution; empty if it does not exist or has been deleted. */
    Optional<ExecutionState> describe(String workflow, String runId);

    /** An execution of that name already exists, with another input, or has ended. */
    final class ExecutionExists extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Creates the exception for a run. */
        public ExecutionExists(String runId) {
            super("The execution `" + runId + "` already exists.");
        }
    }

    /** Step Functions is unavailable or refused a request. */
    final class ExecutionsUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /**
         * Creates the exception.
         *
         * @param message the request and the response
         */
        public ExecutionsUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
