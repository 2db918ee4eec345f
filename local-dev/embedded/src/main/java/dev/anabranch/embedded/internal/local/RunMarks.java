package dev.anabranch.embedded.internal.local;

import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.FolderProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The runs that end with the process that executes them: a file for each in the data folder, with the id of the guest
 * that executes it; an empty file is the holder's. If the process was killed, the run is lost.
 */
public final class RunMarks {

    private final Path data;
    private final Path folder;
    private final String owner;
    private final Runnable flush;

    /**
     * @param data the data folder
     * @param owner the id of this process as a {@linkplain FolderProcesses.Guest guest}; empty if it holds the folder
     * @param flush writes acknowledged changes to the file of the data folder
     */
    RunMarks(Path data, String owner, Runnable flush) {
        this.data = data;
        this.folder = DataFolder.running(data);
        this.owner = owner;
        this.flush = flush;
    }

    /**
     * Ends the runs of the previous holder and of killed guests as lost, and removes their marks. To be called before
     * this process, which holds the folder, adds marks as the holder.
     */
    void settle(Runs runs, FolderProcesses processes) {
        settle(runs, executor -> !processes.isGuest(executor));
    }

    /** Ends the runs of killed guests as lost, and removes their marks. */
    void settleGuests(Runs runs, FolderProcesses processes) {
        settle(runs, executor -> !executor.isEmpty() && !processes.isGuest(executor));
    }

    private void settle(Runs runs, Predicate<String> killed) {
        List<String> marked =
                all().stream().filter(run -> killed.test(executor(run))).toList();
        for (String runId : marked) {
            try {
                runs.lost(runId);
            } catch (RunRefused gone) {
                // The process was killed before the record was in the file, or the run has been deleted.
            }
        }
        if (!marked.isEmpty()) {
            // The records must be in the file before the marks are removed: this process may be killed as well.
            flush.run();
            marked.forEach(this::remove);
        }
    }

    /** Marks a run that has been started, and writes its record to the file. */
    public void add(String runId) {
        try {
            DataFolder.createFolder(folder);
            Path begun = Files.createTempFile(data, "run", ".tmp");
            Files.writeString(begun, owner);
            Files.move(begun, folder.resolve(runId), StandardCopyOption.ATOMIC_MOVE);
            flush.run();
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be written to.", e);
        }
    }

    /** Writes the final record of a run to the file, then removes its mark. */
    public void end(String runId) {
        flush.run();
        remove(runId);
    }

    private void remove(String runId) {
        try {
            Files.deleteIfExists(folder.resolve(runId));
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be written to.", e);
        }
    }

    /** Returns the id of the guest that executes a run; empty for the holder. */
    private String executor(String runId) {
        try {
            return Files.readString(folder.resolve(runId));
        } catch (NoSuchFileException ended) {
            return owner;
        } catch (IOException e) {
            throw new UncheckedIOException("The data folder cannot be read.", e);
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
