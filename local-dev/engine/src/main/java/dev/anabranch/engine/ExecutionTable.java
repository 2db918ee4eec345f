package dev.anabranch.engine;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.internal.execution.Execution;
import dev.anabranch.engine.internal.execution.ExecutionHost;
import dev.anabranch.engine.internal.execution.ExecutionLaunch;
import dev.anabranch.engine.internal.map.MapRun;
import dev.anabranch.engine.internal.port.ExecutionOrigin;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.port.TaskCallback;
import dev.anabranch.engine.internal.visit.StateVisits;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The executions, Map Runs and task tokens of one engine. */
final class ExecutionTable implements ExecutionHost {

    private static final Duration REDRIVE_PERIOD = Duration.ofDays(StepFunctionsQuotas.REDRIVE_DAYS);
    private static final Duration NAME_PERIOD = Duration.ofDays(StepFunctionsQuotas.HISTORY_DAYS);

    private final ExecutionPorts ports;
    private final ExecutionJournal journal;
    private final Map<String, Execution> byArn = new ConcurrentHashMap<>();
    private final Map<String, EndedExecution> kept = new ConcurrentHashMap<>();
    private final Map<String, String> byCall = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<ExecutionSnapshot>> completions = new ConcurrentHashMap<>();
    private final Map<String, Consumer<ExecutionSnapshot>> listeners = new ConcurrentHashMap<>();
    private final Map<String, MapRun> mapRuns = new ConcurrentHashMap<>();
    private final Map<String, MapRunSnapshot> keptMapRuns = new ConcurrentHashMap<>();
    /** A task token is a UUID. Any other text is {@code InvalidToken}. */
    private static final Pattern TOKEN = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Map<String, TaskCallback> tokens = new ConcurrentHashMap<>();

    ExecutionTable(ExecutionPorts ports, ExecutionJournal journal) {
        this.ports = ports;
        this.journal = journal;
        journal.ended().forEach(one -> kept.put(one.snapshot().spec().arn(), one));
        journal.mapRuns().forEach(one -> keptMapRuns.put(one.arn(), one));
        byCall.putAll(journal.calls());
    }

    /**
     * Starts an execution. Returns the running execution if its name and input are equal.
     *
     * @param definition the text of the definition
     * @param callId the id of the call that starts the execution, or null. Calls with the same id return the same
     *     execution
     * @throws EngineException {@code ExecutionAlreadyExists}
     */
    Execution start(ExecutionLaunch launch, String definition, @Nullable String callId) {
        ExecutionSpec spec = launch.spec();
        ExecutionOrigin origin = origin();
        Execution execution = create(launch, origin);
        refuseUsedName(spec);
        Execution existing = byArn.putIfAbsent(spec.arn(), execution);
        if (existing == null) {
            kept.remove(spec.arn());
            journal.begin(spec, origin, definition, callId);
            if (callId != null) {
                byCall.put(callId, spec.arn());
            }
            execution.start();
            return execution;
        }
        ExecutionSnapshot snapshot = existing.snapshot();
        if (snapshot.status() == ExecutionStatus.RUNNING
                && snapshot.spec().input().equals(spec.input())) {
            return existing;
        }
        throw alreadyExists(spec);
    }

    /** Rejects a name that was used in the last 90 days, counted from the end of its execution. */
    private void refuseUsedName(ExecutionSpec spec) {
        Execution live = byArn.get(spec.arn());
        EndedExecution old = kept.get(spec.arn());
        ExecutionSnapshot before = live != null ? live.snapshot() : old == null ? null : old.snapshot();
        if (before == null || before.stopDate() == null) {
            return;
        }
        if (before.stopDate().plus(NAME_PERIOD).isAfter(ports.clock().instant())) {
            throw alreadyExists(spec);
        }
        if (live != null) {
            byArn.remove(spec.arn(), live);
        }
        journal.forget(spec.arn());
    }

    private static EngineException alreadyExists(ExecutionSpec spec) {
        return new EngineException("ExecutionAlreadyExists", "Execution Already Exists: '" + spec.arn() + "'");
    }

    private ExecutionOrigin origin() {
        return new ExecutionOrigin(ports.draw(), ports.clock().instant());
    }

    private Execution create(ExecutionLaunch launch, ExecutionOrigin origin) {
        return new Execution(launch, origin, ports, this, StateVisits::create, this::ended);
    }

    /** Returns the ARN of the execution that a call started, or null. */
    @Nullable
    String startedBy(String callId) {
        return byCall.get(callId);
    }

    private void ended(ExecutionSnapshot snapshot) {
        String arn = snapshot.spec().arn();
        Execution execution = byArn.get(arn);
        if (execution != null) {
            journal.end(snapshot, execution.history());
        }
        Consumer<ExecutionSnapshot> listener = listeners.get(arn);
        if (listener != null) {
            listener.accept(snapshot);
        }
        CompletableFuture<ExecutionSnapshot> completion = completions.remove(arn);
        if (completion != null) {
            completion.complete(snapshot);
        }
    }

    @Override
    public void launch(ExecutionLaunch launch, Consumer<ExecutionSnapshot> whenEnded) {
        ExecutionSpec spec = launch.spec();
        ExecutionOrigin origin = origin();
        Execution execution = create(launch, origin);
        listeners.put(spec.arn(), whenEnded);
        byArn.put(spec.arn(), execution);
        journal.beginAgain(spec, origin);
        execution.start();
    }

    @Override
    public void resume(ExecutionLaunch launch, int redrives, Consumer<ExecutionSnapshot> whenEnded) {
        String arn = launch.spec().arn();
        Execution execution = byArn.get(arn);
        EndedExecution over = kept.get(arn);
        if (execution != null) {
            listeners.put(arn, whenEnded);
            if (execution.snapshot().status() != ExecutionStatus.RUNNING) {
                whenEnded.accept(execution.snapshot());
            }
        } else if (over == null) {
            launch(launch, whenEnded);
        } else if (over.snapshot().redriveCount() < redrives && over.snapshot().status() != ExecutionStatus.SUCCEEDED) {
            redrive(launch, whenEnded);
        } else {
            whenEnded.accept(over.snapshot());
        }
    }

    @Override
    public void redrive(ExecutionLaunch launch, Consumer<ExecutionSnapshot> whenEnded) {
        String arn = launch.spec().arn();
        EndedExecution over = kept.get(arn);
        if (over != null && over.snapshot().status() == ExecutionStatus.SUCCEEDED) {
            whenEnded.accept(over.snapshot());
            return;
        }
        listeners.put(arn, whenEnded);
        Execution execution = byArn.get(arn);
        if (execution == null) {
            execution = revive(launch);
        }
        CompletableFuture<Void> unused = execution.redrive();
    }

    @Override
    public void stop(String executionArn) {
        Execution execution = byArn.get(executionArn);
        if (execution != null) {
            CompletableFuture<Void> unused = execution.stop(null, null);
        }
    }

    @Override
    public void forgetExecution(String executionArn) {
        byArn.remove(executionArn);
        kept.remove(executionArn);
        listeners.remove(executionArn);
        journal.forget(executionArn);
    }

    /** Resumes the executions that were running when the previous process ended. */
    void goOn() {
        List<Execution> back = new ArrayList<>();
        for (String arn : journal.unfinished()) {
            bringBack(arn, journal.launch(arn), back);
        }
        journal.abandoned().forEach(one -> kept.put(one.snapshot().spec().arn(), one));
        back.forEach(execution -> execution.goOn(false));
    }

    /** Replays the messages of an execution and of its children. */
    private void bringBack(String arn, ExecutionLaunch launch, List<Execution> back) {
        Execution execution = create(launch, journal.origin(arn));
        byArn.put(arn, execution);
        kept.remove(arn);
        try {
            execution.replay(journal.messages(arn));
        } catch (RuntimeException unlike) {
            execution.giveUp(String.valueOf(unlike.getMessage()));
            return;
        }
        back.add(execution);
        for (ExecutionLaunch child : execution.childrenBefore()) {
            String childArn = child.spec().arn();
            if (journal.runs(childArn)) {
                bringBack(childArn, child, back);
            }
        }
    }

    /** Restores an execution that ended without success, so that it can be redriven. */
    private Execution revive(ExecutionLaunch launch) {
        String arn = launch.spec().arn();
        Execution execution = create(launch, journal.origin(arn));
        execution.replay(journal.messages(arn));
        byArn.put(arn, execution);
        kept.remove(arn);
        execution.goOn(true);
        return execution;
    }

    @Override
    public void register(MapRun mapRun) {
        mapRuns.put(mapRun.arn(), mapRun);
    }

    @Override
    public void ended(MapRun mapRun) {
        journal.end(mapRun.snapshot());
    }

    @Override
    public void register(String taskToken, TaskCallback callback) {
        tokens.put(taskToken, callback);
    }

    @Override
    public void forget(String taskToken) {
        tokens.remove(taskToken);
    }

    EndedExecution find(String arn) {
        Execution execution = byArn.get(arn);
        if (execution != null) {
            return new EndedExecution(
                    execution.snapshot(), () -> execution.history().events());
        }
        EndedExecution over = kept.get(arn);
        if (over == null) {
            throw EngineException.noExecution(arn);
        }
        return over;
    }

    CompletableFuture<Void> stop(String arn, @Nullable String error, @Nullable String cause) {
        Execution execution = byArn.get(arn);
        if (execution == null) {
            find(arn);
            return CompletableFuture.completedFuture(null);
        }
        return execution.stop(error, cause);
    }

    CompletableFuture<ExecutionSnapshot> completion(String arn) {
        find(arn);
        CompletableFuture<ExecutionSnapshot> completion =
                completions.computeIfAbsent(arn, key -> new CompletableFuture<>());
        ExecutionSnapshot snapshot = find(arn).snapshot();
        if (snapshot.status() != ExecutionStatus.RUNNING) {
            completions.remove(arn, completion);
            completion.complete(snapshot);
        }
        return completion;
    }

    CompletableFuture<Void> redrive(String arn) {
        EndedExecution execution = find(arn);
        String refusal = redriveRefusal(execution);
        if (refusal != null) {
            throw new EngineException("ExecutionNotRedrivable", refusal + ": " + arn);
        }
        Execution live = byArn.get(arn);
        return (live == null ? revive(journal.launch(arn)) : live).redrive();
    }

    /** Returns the reason why an execution cannot be redriven, or null if it can. */
    @Nullable
    String redriveRefusal(EndedExecution execution) {
        ExecutionSnapshot snapshot = execution.snapshot();
        if (snapshot.spec().express()) {
            return "Express executions cannot be redriven";
        } else if (snapshot.spec().mapRunArn() != null) {
            return "Execution is a child of a Map Run and is redriven with it";
        } else if (snapshot.status() == ExecutionStatus.RUNNING || snapshot.status() == ExecutionStatus.SUCCEEDED) {
            return "Execution is " + snapshot.status() + " and cannot be redriven";
        } else if (snapshot.stopDate() != null
                && snapshot.stopDate()
                        .plus(REDRIVE_PERIOD)
                        .isBefore(ports.clock().instant())) {
            return "Execution ended more than 14 days ago and cannot be redriven";
        } else if (execution.history().get().size() >= ports.quotas().historyEvents() - 1) {
            return "Execution has too many history events and cannot be redriven";
        }
        return null;
    }

    /** Returns the ARNs of the executions of a state machine that are running, or that ran in this process. */
    List<String> ofStateMachine(String arn) {
        return byArn.values().stream()
                .map(execution -> execution.snapshot().spec())
                .filter(spec -> spec.stateMachineArn().equals(arn))
                .map(ExecutionSpec::arn)
                .toList();
    }

    List<ExecutionSnapshot> list(String arn, @Nullable ExecutionStatus status) {
        return Stream.concat(
                        byArn.values().stream().map(Execution::snapshot),
                        kept.values().stream().map(EndedExecution::snapshot))
                .filter(snapshot -> snapshot.spec().stateMachineArn().equals(arn)
                        || arn.equals(snapshot.spec().mapRunArn()))
                .filter(snapshot -> status == null || snapshot.status() == status)
                .sorted(Comparator.comparing(ExecutionSnapshot::startDate)
                        .reversed()
                        .thenComparing(snapshot -> snapshot.spec().arn()))
                .toList();
    }

    MapRunSnapshot mapRun(String arn) {
        MapRun mapRun = mapRuns.get(arn);
        MapRunSnapshot over = keptMapRuns.get(arn);
        if (mapRun == null && over == null) {
            throw EngineException.noResource(arn);
        }
        return mapRun == null ? Objects.requireNonNull(over) : mapRun.snapshot();
    }

    CompletableFuture<Void> update(
            String arn,
            @Nullable Long maxConcurrency,
            @Nullable Long toleratedFailureCount,
            @Nullable Double toleratedFailurePercentage) {
        mapRun(arn);
        MapRun mapRun = mapRuns.get(arn);
        return mapRun == null
                ? CompletableFuture.completedFuture(null)
                : mapRun.update(maxConcurrency, toleratedFailureCount, toleratedFailurePercentage);
    }

    List<MapRunSnapshot> mapRuns(String executionArn) {
        return Stream.concat(mapRuns.keySet().stream(), keptMapRuns.keySet().stream())
                .distinct()
                .map(this::mapRun)
                .filter(run -> run.executionArn().equals(executionArn))
                .sorted(Comparator.comparing(MapRunSnapshot::startDate).reversed())
                .toList();
    }

    TaskCallback task(String token) {
        TaskCallback callback = tokens.get(token);
        if (callback == null && !TOKEN.matcher(token).matches()) {
            throw new EngineException("InvalidToken", "Invalid Token: 'Invalid token'");
        }
        if (callback == null) {
            throw new EngineException("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'");
        }
        return callback;
    }
}
