package dev.anabranch.embedded.internal.local;

import dev.anabranch.engine.journal.DiskFile;
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
 * Cancels a run of the process that holds a data folder: the requester writes a file named after the run, and the
 * holder replaces it with a file that has the answer. The protocol needs no port; a requester needs write access to the
 * folder.
 */
public final class CancelRequests {

    private static final String REQUEST = ".cancel";
    private static final String ANSWER = ".answer";
    private static final String CANCELLED = "cancelled";

    /** How often both sides poll: a user does not notice the delay, and the disk is hardly used. */
    static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Path folder;

    /** @param data the data folder */
    public CancelRequests(Path data) {
        this.folder = DataFolder.requests(data);
    }

    // ---------------------------------------------------------------------------------------- the requester

    /**
     * Requests that a run be cancelled, and waits for the answer for up to 30 seconds.
     *
     * @param pause blocks the calling thread for a duration
     * @throws CancelRefused if the holder refuses or does not answer, or the folder cannot be written
     */
    public void request(String runId, Consumer<Duration> pause) {
        if (!RunIds.isId(runId)) {
            throw new CancelRefused("There is no run `" + runId + "`.");
        }
        Path request = folder.resolve(runId + REQUEST);
        Path reply = folder.resolve(runId + ANSWER);
        try {
            DataFolder.createFolder(folder);
            Files.deleteIfExists(reply);
            DiskFile.createForOwner(request);
            for (Duration waited = Duration.ZERO; waited.compareTo(TIMEOUT) < 0; waited = waited.plus(POLL_INTERVAL)) {
                if (Files.exists(reply)) {
                    String answer = Files.readString(reply, StandardCharsets.UTF_8);
                    Files.deleteIfExists(reply);
                    if (!answer.equals(CANCELLED)) {
                        throw new CancelRefused(answer);
                    }
                    return;
                }
                pause.accept(POLL_INTERVAL);
            }
            Files.deleteIfExists(request);
        } catch (IOException e) {
            throw new CancelRefused("The data folder cannot be written to: " + e.getMessage() + ".", e);
        }
        throw new CancelRefused("The process that holds the data folder did not answer within " + TIMEOUT.toSeconds()
                + " seconds. Stop it with Ctrl-C, which cancels its run.");
    }

    // ---------------------------------------------------------------------------------------- the holder

    /** Cancels the runs that were requested since the last call, and writes the answers. */
    void answer(Runs runs) {
        for (Path request : all()) {
            String name = String.valueOf(request.getFileName());
            String runId = name.substring(0, name.length() - REQUEST.length());
            try {
                String answer = cancel(runs, runId);
                Files.deleteIfExists(request);
                write(folder.resolve(runId + ANSWER), answer);
            } catch (IOException e) {
                return; // The requester reports a timeout.
            }
        }
    }

    private static String cancel(Runs runs, String runId) {
        try {
            runs.cancel(runId);
            return CANCELLED;
        } catch (RunRefused refused) {
            return Optional.ofNullable(refused.getMessage()).orElse("The run cannot be cancelled.");
        } catch (RuntimeException e) { // Thrown on, it would stop the scheduled polling.
            return "The run `" + runId + "` could not be cancelled: " + e.getMessage();
        }
    }

    /** Writes a file atomically, because the requester polls for it. */
    private static void write(Path file, String text) throws IOException {
        Path begun = file.resolveSibling(file.getFileName() + ".tmp");
        DiskFile.createForOwner(begun);
        Files.writeString(begun, text, StandardCharsets.UTF_8);
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
            return files.filter(file -> file.toString().endsWith(REQUEST))
                    .filter(file ->
                            RunIds.isId(String.valueOf(file.getFileName()).replace(REQUEST, "")))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
