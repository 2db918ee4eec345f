package dev.anabranch.embedded.internal.local;

import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.journal.JournalFile;
import dev.anabranch.stores.internal.storage.DataFolder;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a server, for a command that uses its data folder while no server runs. It is opened when the first
 * execution is looked up, because that reads the whole file.
 */
final class ServedExecutions implements AutoCloseable {

    private final DataFolder data;
    private @Nullable JournalFile opened;

    ServedExecutions(DataFolder data) {
        this.data = data;
    }

    /**
     * Returns the journal, for reading only.
     *
     * @throws dev.anabranch.engine.journal.DamagedFile if it is damaged
     */
    synchronized Journal journal() {
        JournalFile journal = opened;
        if (journal == null) {
            journal = data.readExecutions();
            opened = journal;
        }
        return journal;
    }

    @Override
    public synchronized void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
