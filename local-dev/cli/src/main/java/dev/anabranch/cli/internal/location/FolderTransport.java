package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
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
import dev.anabranch.engine.journal.DamagedFile;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport to the runs of a data folder: through the process that holds it, or in this process if none does. If the
 * holder ends while this process uses it, even if it is killed, the request is repeated with the next holder or here.
 * Safe for use by several threads.
 */
public final class FolderTransport implements Transport, Closeable {

    /** How often a request is sent to a holder that answers other requests, but not this one. */
    private static final int MOST_ATTEMPTS = 3;

    private final Path folder;
    private final CommandContext console;
    private final Opener opener;
    private final boolean followed;
    private volatile @Nullable Connection connection;
    private boolean closed;

    /**
     * Where requests are sent.
     *
     * @param holder the process that holds the folder; empty if this process does
     * @param transports returns a transport for one request
     * @param own the folder, if this process holds it
     */
    private record Connection(Optional<Address> holder, Supplier<Transport> transports, Closeable own) {}

    /** Opens a data folder in this process. */
    @FunctionalInterface
    public interface Opener {

        /**
         * Opens the folder.
         *
         * @throws DataFolderUnavailable if another process holds it, or it cannot be read or written
         */
        OpenFolder open() throws IOException;
    }

    /**
     * A data folder that this process holds.
     *
     * @param transports returns a transport for one request
     * @param cloud releases the folder
     */
    public record OpenFolder(Supplier<Transport> transports, Closeable cloud) {}

    private FolderTransport(Path folder, CommandContext console, Opener opener, boolean followed) {
        this.folder = folder;
        this.console = console;
        this.opener = opener;
        this.followed = followed;
    }

    /**
     * Returns a transport for a command that serves requests until it is stopped. It opens the folder immediately, or, if
     * another process holds it, at the first request after that process has ended. A request throws {@link ApiUnavailable}
     * if the folder cannot be used at that time.
     *
     * @param opener opens the folder in this process, now or later
     * @throws DataFolderUnavailable if the folder cannot be read or written now
     */
    public static FolderTransport following(Path folder, CommandContext console, Opener opener) {
        FolderTransport transport = new FolderTransport(folder, console, opener, true);
        transport.openIfFree();
        return transport;
    }

    /**
     * Opens the folder, or finds the process that holds it.
     *
     * @throws DataFolderUnavailable if the folder cannot be read or written
     * @throws FolderHolder.HolderSilent if the process that holds it does not respond
     */
    static FolderTransport open(Path folder, CommandContext console) {
        FolderTransport transport = new FolderTransport(
                folder,
                console,
                () -> {
                    LocalCloud local = LocalCloud.open(folder);
                    local.unfinishedWrites().forEach(sentence -> console.err().println("anabranch: " + sentence));
                    Transport direct =
                            new DirectTransport(local.api(), local.cloud().payloads());
                    return new OpenFolder(() -> direct, local);
                },
                false);
        transport.connected();
        return transport;
    }

    /** Returns whether another process holds the folder. */
    boolean isHeldElsewhere() {
        return connected().holder().isPresent();
    }

    /** Returns the connection to the process that holds the folder at this time. */
    private synchronized Connection connected() {
        Connection known = connection;
        if (known == null
                || (known.holder().isPresent() && !isHolder(known.holder().get()))) {
            if (closed) {
                throw new ApiUnavailable("This command has been stopped.");
            }
            try {
                known = connect();
            } catch (DataFolderUnavailable | FolderHolder.HolderSilent | DamagedFile | UsageError unusable) {
                throw followed ? new ApiUnavailable(String.valueOf(unusable.getMessage()), unusable) : unusable;
            }
            connection = known;
        }
        return known;
    }

    private Connection connect() {
        while (true) {
            Optional<Connection> own = openFolder();
            if (own.isPresent()) {
                return own.get();
            }
            Optional<Address> holder = new FolderHolder(folder, Sleeper::sleep).find();
            if (holder.isPresent()) {
                Transport transport = http(holder.get());
                return new Connection(holder, () -> transport, () -> {});
            }
        }
    }

    /** Opens the folder in this process; returns empty if another one holds it. */
    private Optional<Connection> openFolder() {
        try {
            OpenFolder opened = opener.open();
            return Optional.of(new Connection(Optional.empty(), opened.transports(), opened.cloud()));
        } catch (DataFolderUnavailable unavailable) {
            if (!unavailable.isHeld()) {
                throw unavailable;
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void openIfFree() {
        openFolder().ifPresent(own -> connection = own);
    }

    private boolean isHolder(Address holder) {
        return new FolderProcesses(folder).holder().equals(Optional.of(holder));
    }

    private Transport http(Address holder) {
        return new HttpTransport(
                holder.api()
                        .orElseThrow(() -> new IllegalStateException("The holder of `" + folder + "` has a run API.")),
                Optional.empty(),
                Authorization.bearer(holder.token(), "the data folder"),
                pause -> {
                    if (!isHolder(holder)) {
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
            Connection used = connected();
            try {
                return used.transports().get().send(call);
            } catch (HolderEnded ended) {
                leave(used);
            } catch (ApiUnavailable unavailable) {
                if (used.holder().isEmpty() || attempt == MOST_ATTEMPTS) {
                    throw unavailable;
                }
                leave(used);
            }
        }
    }

    private synchronized void leave(Connection used) {
        if (used.equals(connection)) {
            connection = null;
        }
    }

    @Override
    public InputStream open(URI link, Optional<String> range) throws IOException {
        return connected().transports().get().open(link, range);
    }

    @Override
    public String address() {
        Connection known = connection;
        return known == null || known.holder().isPresent()
                ? "the process that holds " + folder
                : known.transports().get().address();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        Connection last = connection;
        connection = null;
        if (last != null) {
            last.own().close();
        }
    }
}
