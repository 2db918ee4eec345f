package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.history.History;
import dev.anabranch.engine.internal.message.ExecutionMailbox;
import dev.anabranch.engine.internal.port.StateFailure;

/** Adds events to the history of an execution, up to the quota. */
final class HistoryRecorder {

    private final History history;
    private final ExecutionMailbox mailbox;
    private final EngineQuotas quotas;
    private final boolean express;

    HistoryRecorder(History history, ExecutionMailbox mailbox, EngineQuotas quotas, boolean express) {
        this.history = history;
        this.mailbox = mailbox;
        this.quotas = quotas;
        this.express = express;
    }

    /**
     * Adds an event and returns its id.
     *
     * @throws HistoryFull if the quota of a Standard execution allows only one more event, which is reserved for its
     *     end
     * @throws ExpressTimeUp if an Express execution reaches {@link EngineQuotas#expressEvents}
     */
    long record(long previous, EventType type, EventDetails details) {
        if (!express && history.lastId() >= quotas.historyEvents() - 1) {
            throw new HistoryFull(quotas.historyEvents());
        }
        if (express && history.lastId() >= quotas.expressEvents()) {
            throw new ExpressTimeUp();
        }
        return history.add(mailbox.now(), previous, type, details);
    }

    static final class HistoryFull extends RuntimeException {

        private final long most;

        HistoryFull(long most) {
            this.most = most;
        }

        StateFailure failure() {
            return StateFailure.runtime("The execution reached the maximum number of history events (" + most + ").");
        }
    }

    /** Ends an Express execution whose states never wait, because its timer cannot run between them. */
    static final class ExpressTimeUp extends RuntimeException {}
}
