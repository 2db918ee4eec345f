package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.graph.RunIds;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.stores.internal.storage.DataFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * How a process asks the one that holds a data folder to cancel a run: a file with the run's id, which the holder replaces by an answer.
 * It needs no port, and works for whoever may write the folder and nobody else.
 */
public final class CancelRequests {

    private static final String ASKED = ".cancel";
    private static final String ANSWERED = ".answer";
    private static final String CANCELLED = "cancelled";

    /** A person does not notice it, and a disk neither. */
    static final Duration LOOK = Duration.ofMillis(200);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;

    /** In that data folder. */
    public CancelRequests(Path data) {
        this.folder = DataFolder.requests(data);
    }

    // ---------------------------------------------------------------------------------------- the one who asks

    /**
     * Asks, and waits for the answer.
     *
     * @param pause lets time pass
     * @throws UsageError with the holder's refusal, or where it does not answer
     */
    public void ask(String runId, Consumer<Duration> pause) {
        if (!RunIds.isId(runId)) {
            throw new UsageError("There is no run `" + runId + "`.");
        }
        Path asked = folder.resolve(runId + ASKED);
        Path answered = folder.resolve(runId + ANSWERED);
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(answered);
            Files.writeString(asked, "");
            for (Duration waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; waited = waited.plus(LOOK)) {
                if (Files.exists(answered)) {
                    String answer = Files.readString(answered, StandardCharsets.UTF_8);
                    Files.deleteIfExists(answered);
                    if (!answer.equals(CANCELLED)) {
                        throw new UsageError(answer);
                    }
                    return;
                }
                pause.accept(LOOK);
            }
            Files.deleteIfExists(asked);
        } catch (IOException e) {
            throw new UsageError("The data folder cannot be written to: " + e.getMessage() + ".", e);
        }
        throw new UsageError("The process that holds the data folder has not answered within " + PATIENCE.toSeconds()
                + " seconds. End it with Ctrl-C, which cancels its run.");
    }

    // ---------------------------------------------------------------------------------------- the one who holds

    /** Answers what has been asked since the last time. */
    void answer(Runs runs) {
        for (Path asked : all()) {
            String name = String.valueOf(asked.getFileName());
            String runId = name.substring(0, name.length() - ASKED.length());
            try {
                String answer = cancel(runs, runId);
                Files.deleteIfExists(asked);
                write(folder.resolve(runId + ANSWERED), answer);
            } catch (IOException e) {
                return; // Whoever asks says so after a while.
            }
        }
    }

    private static String cancel(Runs runs, String runId) {
        try {
            runs.cancel(runId);
            return CANCELLED;
        } catch (RunRefused refused) {
            return Optional.ofNullable(refused.getMessage()).orElse("The run cannot be cancelled.");
        } catch (RuntimeException e) { // What is thrown here would end the answering of all later requests.
            return "The run `" + runId + "` could not be cancelled: " + e.getMessage();
        }
    }

    /** Whole or not at all: somebody is waiting for the file to appear. */
    private static void write(Path file, String text) throws IOException {
        Path begun = Files.writeString(file.resolveSibling(file.getFileName() + ".tmp"), text, StandardCharsets.UTF_8);
        try {
            Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(begun, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private List<Path> all() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ASKED))
                    .filter(file ->
                            RunIds.isId(String.valueOf(file.getFileName()).replace(ASKED, "")))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
