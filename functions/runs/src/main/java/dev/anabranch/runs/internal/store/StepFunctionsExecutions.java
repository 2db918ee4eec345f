package dev.anabranch.runs.internal.store;

import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunStatus;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/**
 * The executions of state machines in Step Functions. The ARN of a state machine is a prefix and the name of its
 * workflow.
 */
public final class StepFunctionsExecutions implements ExecutionService {

    private static final String STATE_MACHINE = ":stateMachine:";

    private final SfnClient client;
    private final String machines;

    /**
     * Creates the service.
     *
     * @param machines the prefix of the state machines' ARNs, such as
     *     {@code arn:aws:states:eu-west-1:123456789012:stateMachine:shop-}
     */
    public StepFunctionsExecutions(SfnClient client, String machines) {
        if (!machines.contains(STATE_MACHINE)) {
            throw new IllegalArgumentException("`" + machines
                    + "` is not the prefix of a state machine's ARN: it must contain `" + STATE_MACHINE + "`.");
        }
        this.client = client;
        this.machines = machines;
    }

    private String execution(String workflow, String runId) {
        return machines.replace(STATE_MACHINE, ":execution:") + workflow + ":" + runId;
    }

    @Override
    public void start(String workflow, String runId, String input) {
        try {
            client.startExecution(request ->
                    request.stateMachineArn(machines + workflow).name(runId).input(input));
        } catch (ExecutionAlreadyExistsException e) {
            throw new ExecutionExists(runId);
        } catch (SdkException e) {
            throw failure("start", runId, e);
        }
    }

    @Override
    public void stop(String workflow, String runId) {
        try {
            client.stopExecution(request -> request.executionArn(execution(workflow, runId)));
        } catch (ExecutionDoesNotExistException e) {
            // The execution has never existed: nothing to stop.
        } catch (SdkException e) {
            throw failure("stop", runId, e);
        }
    }

    @Override
    public void resume(String token) {
        try {
            client.sendTaskSuccess(request -> request.taskToken(token).output("{}"));
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
            // The state has ended or waits with another token: it finds the answer in the record.
        } catch (SdkException e) {
            throw new ExecutionsUnavailable("Step Functions could not resume a state that waits for an answer.", e);
        }
    }

    @Override
    public void fail(String token, String error, String cause) {
        try {
            client.sendTaskFailure(
                    request -> request.taskToken(token).error(error).cause(cause));
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
            // The state has ended or waits with another token: it finds the failure in the record.
        } catch (SdkException e) {
            throw new ExecutionsUnavailable("Step Functions could not fail a state that waits for its callback.", e);
        }
    }

    @Override
    public boolean heartbeat(String token) {
        try {
            client.sendTaskHeartbeat(request -> request.taskToken(token));
            return true;
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
            return false;
        } catch (SdkException e) {
            throw new ExecutionsUnavailable("Step Functions could not receive a heartbeat.", e);
        }
    }

    @Override
    public Optional<ExecutionState> describe(String workflow, String runId) {
        try {
            return Optional.of(
                    state(client.describeExecution(request -> request.executionArn(execution(workflow, runId)))));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw failure("describe", runId, e);
        }
    }

    private static ExecutionState state(DescribeExecutionResponse execution) {
        RunStatus status =
                switch (execution.status()) {
                    case SUCCEEDED -> RunStatus.SUCCEEDED;
                    case FAILED -> RunStatus.FAILED;
                    case TIMED_OUT -> RunStatus.TIMED_OUT;
                    case ABORTED -> RunStatus.ABORTED;
                    default -> RunStatus.RUNNING;
                };
        return new ExecutionState(
                status, execution.stopDate(), execution.output(), execution.error(), execution.cause());
    }

    private static ExecutionsUnavailable failure(String what, String runId, SdkException cause) {
        return new ExecutionsUnavailable(
                "Step Functions could not " + what + " the execution `" + runId + "`: " + cause.getMessage(), cause);
    }
}
