package dev.anabranch.engine;

import dev.anabranch.engine.execution.Execution;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.Host;
import dev.anabranch.engine.execution.MapRun;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.execution.Ports;
import dev.anabranch.engine.execution.TaskCallback;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The executions, Map Runs and task tokens of one engine. */
final class Executions implements Host {

    private static final Duration REDRIVE_PERIOD = Duration.ofDays(14);

    private final Map<String, Execution> byArn = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<ExecutionSnapshot>> completions = new ConcurrentHashMap<>();
    private final Map<String, MapRun> mapRuns = new ConcurrentHashMap<>();
    private final Map<String, TaskCallback> tokens = new ConcurrentHashMap<>();
    private @Nullable Ports known;

    /** Must be called once, before anything is started. */
    void runWith(Ports ports) {
        known = ports;
    }

    private Ports ports() {
        if (known == null) {
            throw new IllegalStateException("The engine has no ports yet.");
        }
        return known;
    }

    /** Starts an execution unless the very same one runs already. */
    Execution start(ExecutionSpec spec) {
        Execution execution = new Execution(spec, ports(), this, this::ended);
        Execution existing = byArn.putIfAbsent(spec.arn(), execution);
        if (existing == null) {
            execution.start();
            return execution;
        }
        ExecutionSnapshot snapshot = existing.snapshot();
        if (snapshot.status() == ExecutionStatus.RUNNING
                && snapshot.spec().input().equals(spec.input())) {
            return existing;
        }
        throw new EngineException("ExecutionAlreadyExists", "Execution Already Exists: '" + spec.arn() + "'");
    }

    private void ended(ExecutionSnapshot snapshot) {
        CompletableFuture<ExecutionSnapshot> completion =
                completions.remove(snapshot.spec().arn());
        if (completion != null) {
            completion.complete(snapshot);
        }
    }

    @Override
    public Execution launch(ExecutionSpec spec, Consumer<ExecutionSnapshot> whenEnded) {
        Execution execution = new Execution(spec, ports(), this, snapshot -> {
            whenEnded.accept(snapshot);
            if (spec.express()) {
                byArn.remove(spec.arn());
            }
            ended(snapshot);
        });
        byArn.put(spec.arn(), execution);
        execution.start();
        return execution;
    }

    @Override
    public void register(MapRun mapRun) {
        mapRuns.put(mapRun.arn(), mapRun);
    }

    @Override
    public void register(String taskToken, TaskCallback callback) {
        tokens.put(taskToken, callback);
    }

    @Override
    public void forget(String taskToken) {
        tokens.remove(taskToken);
    }

    Execution find(String arn) {
        Execution execution = byArn.get(arn);
        if (execution == null) {
            throw EngineException.noExecution(arn);
        }
        return execution;
    }

    CompletableFuture<ExecutionSnapshot> completion(String arn) {
        Execution execution = find(arn);
        CompletableFuture<ExecutionSnapshot> completion =
                completions.computeIfAbsent(arn, key -> new CompletableFuture<>());
        ExecutionSnapshot snapshot = execution.snapshot();
        if (snapshot.status() != ExecutionStatus.RUNNING) {
            completions.remove(arn, completion);
            completion.complete(snapshot);
        }
        return completion;
    }

    void redrive(String arn) {
        Execution execution = find(arn);
        ExecutionSnapshot snapshot = execution.snapshot();
        String refusal = null;
        if (snapshot.spec().express()) {
            refusal = "Express executions cannot be redriven";
        } else if (snapshot.status() == ExecutionStatus.RUNNING) {
            refusal = "Execution is RUNNING and cannot be redriven";
        } else if (snapshot.status() == ExecutionStatus.SUCCEEDED) {
            refusal = "Execution is SUCCEEDED and cannot be redriven";
        } else if (snapshot.stopDate() != null
                && snapshot.stopDate()
                        .plus(REDRIVE_PERIOD)
                        .isBefore(ports().clock().instant())) {
            refusal = "Execution ended more than 14 days ago and cannot be redriven";
        } else if (execution.history().lastId() >= ports().quotas().historyEvents() - 1) {
            refusal = "Execution has too many history events and cannot be redriven";
        }
        if (refusal != null) {
            throw new EngineException("ExecutionNotRedrivable", refusal + ": " + arn);
        }
        execution.redrive();
    }

    Stream<Execution> ofStateMachine(String arn) {
        return byArn.values().stream()
                .filter(execution ->
                        execution.snapshot().spec().stateMachineArn().equals(arn));
    }

    List<ExecutionSnapshot> list(String arn, @Nullable ExecutionStatus status) {
        return byArn.values().stream()
                .map(Execution::snapshot)
                .filter(snapshot -> snapshot.spec().stateMachineArn().equals(arn)
                        || arn.equals(snapshot.spec().mapRunArn()))
                .filter(snapshot -> status == null || snapshot.status() == status)
                .sorted(Comparator.comparing(ExecutionSnapshot::startDate).reversed())
                .toList();
    }

    MapRun mapRun(String arn) {
        MapRun mapRun = mapRuns.get(arn);
        if (mapRun == null) {
            throw EngineException.noResource(arn);
        }
        return mapRun;
    }

    List<MapRunSnapshot> mapRuns(String executionArn) {
        return mapRuns.values().stream()
                .filter(run -> run.executionArn().equals(executionArn))
                .map(MapRun::snapshot)
                .sorted(Comparator.comparing(MapRunSnapshot::startDate).reversed())
                .toList();
    }

    TaskCallback task(String token) {
        TaskCallback callback = tokens.get(token);
        if (callback == null) {
            throw new EngineException("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
        }
        return callback;
    }
}
