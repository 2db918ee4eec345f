package dev.anabranch.cli.internal.location;

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
 * A file for each run that this process runs by itself. Whoever finds one in a data folder that nobody else holds, knows that the process
 * died and the run with it.
 */
final class RunMarks {

    private final DataFolder data;
    private final Path folder;

    RunMarks(DataFolder data) {
        this.data = data;
        this.folder = data.running();
    }

    /** Gives up the runs whose processes have died. */
    void settle(Runs runs) {
        List<String> marked = all();
        for (String runId : marked) {
            try {
                runs.lost(runId);
            } catch (RunRefused gone) {
                // It was killed before its record was in the store, or has been deleted.
            }
        }
        // A mark goes only after what replaces it is in the file: a process may be killed here, too.
        data.storage().flush();
        marked.forEach(this::remove);
    }

    /** Marks a run that has been started, and writes its record to the file. */
    void add(String runId) {
        try {
            Files.createDirectories(folder);
            Files.createFile(folder.resolve(runId));
            data.storage().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be written to.", e);
        }
    }

    /** Removes the mark of a run that has ended, after its end is in the file. */
    void end(String runId) {
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
