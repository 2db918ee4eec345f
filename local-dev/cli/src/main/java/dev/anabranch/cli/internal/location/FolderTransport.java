package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.client.internal.transport.ApiAnswer;
import dev.anabranch.client.internal.transport.ApiCall;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.Authorization;
import dev.anabranch.client.internal.transport.DirectTransport;
import dev.anabranch.client.internal.transport.HttpTransport;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.embedded.internal.local.FolderHolder;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.Sleeper;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import dev.anabranch.stores.internal.storage.FolderProcesses;
import dev.anabranch.stores.internal.storage.FolderProcesses.Address;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport to the runs of a data folder: through the process that holds it, or in this process if none does. If the
 * holder ends while this process uses it, even if it is killed, the request is repeated with the next holder or here.
 */
final class FolderTransport implements Transport, Closeable {

    /** How often a request is sent to a holder that answers other requests, but not this one. */
    private static final int MOST_ATTEMPTS = 3;

    private final Path folder;
    private final CommandContext console;
    private Transport target;
    private @Nullable LocalCloud own;

    private FolderTransport(Path folder, CommandContext console) {
        this.folder = folder;
        this.console = console;
        this.target = connect();
    }

    /**
     * Opens the folder, or finds the process that holds it.
     *
     * @throws DataFolderUnavailable if the folder cannot be read or written
     * @throws FolderHolder.HolderSilent if the process that holds it does not respond
     */
    static FolderTransport open(Path folder, CommandContext console) {
        return new FolderTransport(folder, console);
    }

    /** Returns transports, each for one request, to the process that holds a folder at that time. */
    static Supplier<Transport> toHolder(Path folder, CommandContext console) {
        AtomicReference<@Nullable Known> known = new AtomicReference<>();
        return () -> {
            Address holder = new FolderProcesses(folder)
                    .holder()
                    .orElseThrow(() -> new ApiUnavailable("The process that held the data folder `" + folder
                            + "` has ended. Restart this command, which then opens the folder itself."));
            Known last = known.get();
            if (last == null || !last.holder().equals(holder)) {
                last = new Known(holder, http(holder, folder, console));
                known.set(last);
            }
            return last.transport();
        };
    }

    /** A transport to a holder. It is used for many requests, because each one has its own HTTP client. */
    private record Known(Address holder, Transport transport) {}

    /** Returns whether another process holds the folder. */
    boolean isHeldElsewhere() {
        return own == null;
    }

    private Transport connect() {
        while (true) {
            try {
                LocalCloud local = LocalCloud.open(folder);
                own = local;
                local.unfinishedWrites().forEach(sentence -> console.err().println("anabranch: " + sentence));
                return new DirectTransport(local.api(), local.cloud().payloads());
            } catch (DataFolderUnavailable unavailable) {
                if (!unavailable.isHeld()) {
                    throw unavailable;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Optional<Address> holder = new FolderHolder(folder, Sleeper::sleep).find();
            if (holder.isPresent()) {
                return http(holder.get(), folder, console);
            }
        }
    }

    private static Transport http(Address holder, Path folder, CommandContext console) {
        return new HttpTransport(
                holder.api()
                        .orElseThrow(() -> new IllegalStateException("The holder of `" + folder + "` has a run API.")),
                Optional.empty(),
                Authorization.bearer(holder.token(), "the data folder"),
                pause -> {
                    if (!DataFolder.isHeld(folder)) {
                        throw new HolderEnded();
                    }
                    console.host().pause().accept(pause);
                },
                console.host().random());
    }

    /** Ends the retries of a request: the holder will not answer it. */
    private static final class HolderEnded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        HolderEnded() {
            super("The process that held the data folder has ended.");
        }
    }

    @Override
    public ApiAnswer send(ApiCall call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return target.send(call);
            } catch (HolderEnded ended) {
                target = connect();
            } catch (ApiUnavailable unavailable) {
                if (own != null || attempt == MOST_ATTEMPTS) {
                    throw unavailable;
                }
                target = connect();
            }
        }
    }

    @Override
    public InputStream open(URI link, Optional<String> range) throws IOException {
        return target.open(link, range);
    }

    @Override
    public String address() {
        return own == null ? "the process that holds " + folder : target.address();
    }

    @Override
    public void close() throws IOException {
        if (own != null) {
            own.close();
        }
    }
}
