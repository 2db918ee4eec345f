package dev.anabranch.embedded.internal.local;

import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.FolderProcesses;
import dev.anabranch.stores.internal.storage.FolderProcesses.Address;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the process that holds a data folder. */
public final class FolderHolder {

    /** How often the folder is looked at while its holder starts or ends. */
    static final Duration INTERVAL = Duration.ofMillis(50);

    /**
     * How long to wait for the address of a holder. Commands that publish none, such as {@code anabranch runs}, release
     * the folder earlier, and the others need this time to read a large folder.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int OK = 200;

    private final Path folder;
    private final Consumer<Duration> pause;

    /**
     * @param folder the data folder
     * @param pause blocks the calling thread for a duration
     */
    public FolderHolder(Path folder, Consumer<Duration> pause) {
        this.folder = folder;
        this.pause = pause;
    }

    /** The process that holds a data folder does not respond. The message is for users. */
    public static final class HolderSilent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HolderSilent(String message) {
            super(message);
        }
    }

    /**
     * Returns the address of the process that holds the folder, after it has answered a request. Waits while it starts.
     *
     * @return empty if no process holds the folder any more
     * @throws HolderSilent if it does not answer
     */
    public Optional<Address> find() {
        Optional<Address> address = Optional.empty();
        for (Duration waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; waited = waited.plus(INTERVAL)) {
            if (!DataFolder.isHeld(folder)) {
                return Optional.empty();
            }
            address = new FolderProcesses(folder).holder();
            if (address.isPresent()) {
                if (answers(address.get())) {
                    return address;
                }
                waited = waited.plus(PeerHttp.TO_ANSWER);
            }
            pause.accept(INTERVAL);
            if (Thread.currentThread().isInterrupted()) {
                break;
            }
        }
        throw new HolderSilent(silent(address));
    }

    /** Returns a sentence about a holder that does not answer. */
    String silent(Optional<Address> holder) {
        return holder.map(address -> "The process " + address.process() + ", which holds the data folder `" + folder
                        + "`, does not respond. If it is suspended, continue it with `fg` or `kill -CONT "
                        + address.process() + "`; otherwise stop it with `kill " + address.process() + "`.")
                .orElseGet(() -> "Another process holds the data folder `" + folder
                        + "` and answers no requests. Wait until it ends, or choose another folder with `--data`.");
    }

    /** Returns whether the process at an address answers, and accepts the token. */
    boolean answers(Address address) {
        HttpRequest request = HttpRequest.newBuilder(address.services().resolve("/"))
                .timeout(PeerHttp.TO_ANSWER)
                .header("Authorization", "Bearer " + address.token())
                .build();
        try {
            return PeerHttp.CLIENT
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == OK;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
