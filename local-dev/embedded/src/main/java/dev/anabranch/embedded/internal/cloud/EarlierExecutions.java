package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.engine.RecordedExecutions;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.ExecutionState;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ended executions in a journal, for a process whose engine does not resume them. The record of a run may still be
 * RUNNING then, because the server was killed after the end of the execution. Executions that have not ended do not
 * exist here.
 */
public final class EarlierExecutions implements ExecutionService {

    /** No executions. */
    public static final EarlierExecutions NONE = new EarlierExecutions(() -> Journal.NONE);

    private final Supplier<Journal> journal;

    /** @param journal is called for each execution */
    public EarlierExecutions(Supplier<Journal> journal) {
        this.journal = journal;
    }

    @Override
    public Optional<ExecutionState> describe(String workflow, String runId) {
        return RecordedExecutions.ended(
                        journal.get(), EmbeddedExecutions.arn(EmbeddedCloud.STATE_MACHINES, workflow, runId))
                .map(EmbeddedExecutions::state);
    }

    @Override
    public void start(String workflow, String runId, String input) {
        throw new UnsupportedOperationException("A journal alone cannot start an execution.");
    }

    /** Has no effect, because no execution is running. */
    @Override
    public void stop(String workflow, String runId) {}

    /** Has no effect, because no state is waiting. */
    @Override
    public void resume(String token) {}

    /** Has no effect, because no state is waiting. */
    @Override
    public void fail(String token, String error, String cause) {}

    @Override
    public boolean heartbeat(String token) {
        return false;
    }
}
