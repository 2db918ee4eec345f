package dev.anabranch.cli;

import dev.anabranch.cloud.DataFolder;
import dev.anabranch.run.RunRefused;
import dev.anabranch.run.Runs;
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

    private final Path folder;

    RunMarks(DataFolder data) {
        this.folder = data.running();
    }

    /** Gives up the runs whose processes have died. */
    void settle(Runs runs) {
        for (String runId : all()) {
            try {
                runs.lost(runId);
            } catch (RunRefused gone) {
                // It was marked and never recorded, or has been deleted.
            }
            remove(runId);
        }
    }

    void add(String runId) {
        try {
            Files.createDirectories(folder);
            Files.createFile(folder.resolve(runId));
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be written to.", e);
        }
    }

    void remove(String runId) {
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
