package dev.anabranch.embedded;

import dev.anabranch.action.ActionRecord;
import dev.anabranch.embedded.Run.ActionCounts;
import dev.anabranch.embedded.Run.RunFailure;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.run.RunReader;
import dev.anabranch.wire.ActionStatus;
import dev.anabranch.wire.Origin;
import dev.anabranch.wire.Wire;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how a run ended, from what its state machine answered and from the records of its actions. */
final class RunEnding {

    private static final Comparator<RunAction> DECISIVE_FIRST = Comparator.comparing(
                    (RunAction action) -> !action.spent())
            .thenComparing(action -> finished(action.record()));

    /** What errors begin with that are no action's. */
    private static final List<String> OF_THE_MACHINE =
            List.of("Anabranch.", "States.Runtime", "States.DataLimitExceeded", "States.QueryEvaluationError");

    private final RunReader reader;
    private final Map<ActionStatus, Long> counts = new EnumMap<>(ActionStatus.class);
    private @Nullable RunAction firstFailed;

    private RunEnding(RunReader reader) {
        this.reader = reader;
    }

    /** Reads every action of a run that has ended. */
    static Run of(Deployment deployment, RunReader reader, String runId, ExecutionSnapshot ended) {
        RunEnding ending = new RunEnding(reader);
        new RunActions(deployment.plan(), reader, runId).forEach(ending::add);
        return ending.run(runId, ended);
    }

    private void add(RunAction action) {
        counts.merge(action.record().status(), 1L, Long::sum);
        if (action.record().status() == ActionStatus.FAILED
                && !action.tolerated()
                && (firstFailed == null || DECISIVE_FIRST.compare(action, firstFailed) < 0)) {
            firstFailed = action;
        }
    }

    private Run run(String runId, ExecutionSnapshot ended) {
        ActionCounts actions = new ActionCounts(
                counts.values().stream().mapToLong(Long::longValue).sum(),
                counts.getOrDefault(ActionStatus.SUCCEEDED, 0L),
                counts.getOrDefault(ActionStatus.FAILED, 0L),
                counts.getOrDefault(ActionStatus.CACHED, 0L));
        String status = ended.status().name();
        if (ended.output() != null) {
            return new Run(
                    runId,
                    status,
                    Optional.of(reader.output(runId, Wire.parse(ended.output()))),
                    Optional.empty(),
                    actions);
        }
        return new Run(runId, status, Optional.empty(), Optional.of(failure(runId, ended)), actions);
    }

    /** The state machine names the action. Where it could not, because a Map Run or a batch failed, it is the first that did. */
    private RunFailure failure(String runId, ExecutionSnapshot ended) {
        String error = ended.error() == null ? ended.status().name() : ended.error();
        String cause = ended.cause() == null ? "" : ended.cause();
        Optional<Origin> origin = Origin.parse(cause);
        if (origin.isPresent()) {
            return failure(runId, origin.orElseThrow(), error);
        }
        if (firstFailed == null || OF_THE_MACHINE.stream().anyMatch(error::startsWith)) {
            return new RunFailure("", "", error, cause);
        }
        ActionRecord record = firstFailed.record();
        return new RunFailure(firstFailed.node(), firstFailed.path(), record.errorName(), record.errorMessage());
    }

    private RunFailure failure(String runId, Origin origin, String error) {
        String path = RunActions.joined(origin.path());
        return reader.action(runId, origin.node(), origin.path())
                .filter(record -> record.status() == ActionStatus.FAILED)
                .map(record -> new RunFailure(origin.node(), path, record.errorName(), record.errorMessage()))
                .orElseGet(() -> new RunFailure(origin.node(), path, error, origin.cause()));
    }

    private static Instant finished(ActionRecord record) {
        return record.finished() == null ? Instant.MAX : record.finished();
    }
}
