package dev.anabranch.embedded.internal.local;

import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.stores.internal.storage.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The runs that end with this process: a file for each in the data folder. If a process opens the folder and finds such
 * a file, the process that wrote it was killed, and the run is lost.
 */
public final class RunMarks {

    private final DataFolder data;
    private final Path folder;

    public RunMarks(DataFolder data) {
        this.data = data;
        this.folder = data.running();
    }

    /** Ends the runs of killed processes as lost, and removes their marks. */
    void settle(Runs runs) {
        List<String> marked = all();
        for (String runId : marked) {
            try {
                runs.lost(runId);
            } catch (RunRefused gone) {
                // The process was killed before the record was in the file, or the run has been deleted.
            }
        }
        // The records must be in the file before the marks are removed: this process may be killed as well.
        data.storage().flush();
        marked.forEach(this::remove);
    }

    /** Marks a run that has been started, and writes its record to the file. */
    public void add(String runId) {
        try {
            DataFolder.createFolder(folder);
            DiskFile.createForOwner(folder.resolve(runId));
            data.storage().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be written to.", e);
        }
    }

    /** Writes the final record of a run to the file, then removes its mark. */
    public void end(String runId) {
        data.storage().flush();
        remove(runId);
    }

    private void remove(String runId) {
        try {
            Files.deleteIfExists(folder.resolve(runId));
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be written to.", e);
        }
    }

    private List<String> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be read.", e);
        }
    }
}
