package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.engine.Engine;
import dev.anabranch.engine.EngineException;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import dev.anabranch.runs.internal.record.RunStatus;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The executions of the embedded engine, through the port for Step Functions. */
final class EmbeddedExecutions implements ExecutionService {

    private static final String STATE_MACHINE = ":stateMachine:";
    private static final Duration STOPPING = Duration.ofSeconds(20);

    /** The errors of tokens with which no state waits any more: it finds the answer in the record. */
    private static final Set<String> GONE = Set.of("TaskTimedOut", "TaskDoesNotExist", "InvalidToken");

    private final Engine engine;
    private final String arnPrefix;
    private final EarlierExecutions earlier;

    /**
     * @param arnPrefix the ARNs of state machines without their names
     * @param earlier the executions that the engine does not know
     */
    EmbeddedExecutions(Engine engine, String arnPrefix, EarlierExecutions earlier) {
        this.engine = engine;
        this.arnPrefix = arnPrefix;
        this.earlier = earlier;
    }

    /** Returns the ARN of a run's execution. */
    String arn(String workflow, String runId) {
        return arn(arnPrefix, workflow, runId);
    }

    /** Returns the ARN of the execution of a run whose state machine has a prefix before its name. */
    static String arn(String arnPrefix, String workflow, String runId) {
        return arnPrefix.replace(STATE_MACHINE, ":execution:") + workflow + ":" + runId;
    }

    @Override
    public void start(String workflow, String runId, String input) {
        try {
            engine.startExecution(arnPrefix + workflow, runId, input);
        } catch (EngineException e) {
            if (e.code().equals("ExecutionAlreadyExists")) {
                throw new ExecutionExists(runId);
            }
            throw new ExecutionsUnavailable("The run `" + runId + "` could not be started: " + e.getMessage(), e);
        }
    }

    @Override
    public void stop(String workflow, String runId) {
        try {
            String arn = arn(workflow, runId);
            engine.stopExecution(arn, null, null).join();
            awaitEnd(arn);
            engine.listMapRuns(arn).forEach(mapRun -> engine.listExecutions(mapRun.arn(), null)
                    .forEach(child -> awaitEnd(child.spec().arn())));
        } catch (EngineException e) {
            if (!isMissing(e)) {
                throw new ExecutionsUnavailable("The run `" + runId + "` could not be stopped: " + e.getMessage(), e);
            }
        }
    }

    /**
     * Waits until the execution has ended. The engine stops executions one after the other on its threads; after this
     * call, the execution calls no further function.
     */
    private void awaitEnd(String arn) {
        try {
            engine.completion(arn).get(STOPPING.toSeconds(), TimeUnit.SECONDS);
        } catch (EngineException e) {
            if (!isMissing(e)) {
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new ExecutionsUnavailable(
                    "The execution " + arn + " has not stopped within " + STOPPING.toSeconds() + " seconds.", e);
        }
    }

    @Override
    public void resume(String token) {
        send(() -> engine.sendTaskSuccess(token, "{}"));
    }

    @Override
    public void fail(String token, String error, String cause) {
        send(() -> engine.sendTaskFailure(token, error, cause));
    }

    @Override
    public boolean heartbeat(String token) {
        return send(() -> engine.sendTaskHeartbeat(token));
    }

    /** Sends a message to the state that waits with a task token. Returns false if none does any more. */
    private static boolean send(Supplier<CompletableFuture<Void>> message) {
        try {
            // Not awaited: a caller on the engine's thread would wait for itself. The answer is in the record.
            CompletableFuture<Void> unused = message.get();
            return true;
        } catch (EngineException e) {
            if (!GONE.contains(e.code())) {
                throw new ExecutionsUnavailable("A state that waits for an answer could not be resumed.", e);
            }
            return false;
        }
    }

    @Override
    public Optional<ExecutionState> describe(String workflow, String runId) {
        try {
            return Optional.of(state(engine.describeExecution(arn(workflow, runId))));
        } catch (EngineException e) {
            if (isMissing(e)) {
                return earlier.describe(workflow, runId);
            }
            throw new ExecutionsUnavailable("The run `" + runId + "` could not be read: " + e.getMessage(), e);
        }
    }

    private static boolean isMissing(EngineException e) {
        return e.code().equals("ExecutionDoesNotExist");
    }

    static ExecutionState state(ExecutionSnapshot execution) {
        RunStatus status =
                switch (execution.status()) {
                    case SUCCEEDED -> RunStatus.SUCCEEDED;
                    case FAILED -> RunStatus.FAILED;
                    case TIMED_OUT -> RunStatus.TIMED_OUT;
                    case ABORTED -> RunStatus.ABORTED;
                    default -> RunStatus.RUNNING;
                };
        return new ExecutionState(
                status,
                execution.stopDate(),
                execution.output() == null ? null : execution.output().toString(),
                execution.error(),
                execution.cause());
    }
}
