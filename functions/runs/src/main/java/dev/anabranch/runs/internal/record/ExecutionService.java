package dev.anabranch.runs.internal.record;

import java.util.Optional;

/**
 * The executions of the workflows' state machines: a port, behind which is Step Functions or the embedded engine.
 *
 * <p>Every method throws {@link ExecutionsUnavailable} when it cannot be asked, or refuses.
 */
public interface ExecutionService {

    /**
     * Starts the execution of a run. Where one of that name runs already with the same input, nothing happens: that is Step Functions'
     * own rule for Standard state machines
     * (https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
     *
     * @param workflow the name of the workflow
     * @param runId the execution's name
     * @param input JSON text, at most 256 KiB
     * @throws ExecutionExists when there was one of that name before
     */
    void start(String workflow, String runId, String input);

    /** Stops an execution and whatever it has started; does nothing where it has ended or does not exist. */
    void stop(String workflow, String runId);

    /** How far an execution is; empty where there is none, or none any more. */
    Optional<ExecutionState> describe(String workflow, String runId);

    /** There has been an execution of that name, with another input or one that has ended. */
    final class ExecutionExists extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Names the run. */
        public ExecutionExists(String runId) {
            super("There is an execution `" + runId + "` already.");
        }
    }

    /** Step Functions does not answer or refuses. */
    final class ExecutionsUnavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** Says what was asked and what came back. */
        public ExecutionsUnavailable(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
