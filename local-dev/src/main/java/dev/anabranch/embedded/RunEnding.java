package dev.anabranch.embedded;

import dev.anabranch.action.ActionRecord;
import dev.anabranch.embedded.Run.ActionCounts;
import dev.anabranch.embedded.Run.RunFailure;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.run.RunReader;
import dev.anabranch.wire.ActionStatus;
import dev.anabranch.wire.Wire;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says how a run ended, from what its state machine answered and from the records of its actions. */
final class RunEnding {

    private static final Comparator<RunAction> FIRST_FINISHED =
            Comparator.comparing(action -> finished(action.record()));

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
                && (firstFailed == null || FIRST_FINISHED.compare(action, firstFailed) < 0)) {
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
        return new Run(runId, status, Optional.empty(), Optional.of(failure(ended)), actions);
    }

    private RunFailure failure(ExecutionSnapshot ended) {
        if (firstFailed != null) {
            ActionRecord record = firstFailed.record();
            return new RunFailure(firstFailed.node(), firstFailed.path(), record.errorName(), record.errorMessage());
        }
        return new RunFailure(
                "",
                "",
                ended.error() == null ? ended.status().name() : ended.error(),
                ended.cause() == null ? "" : ended.cause());
    }

    private static Instant finished(ActionRecord record) {
        return record.finished() == null ? Instant.MAX : record.finished();
    }
}
