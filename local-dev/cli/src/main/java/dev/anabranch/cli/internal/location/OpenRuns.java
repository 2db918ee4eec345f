package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.DirectTransport;
import dev.anabranch.embedded.internal.local.LocalCloud;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** The runs of a data folder or of a deployment, open until they are closed. */
public final class OpenRuns implements Closeable {

    private final RunClient client;
    private final Closeable held;
    private final boolean live;

    OpenRuns(RunClient client, Closeable held, boolean live) {
        this.client = client;
        this.held = held;
        this.live = live;
    }

    /** Returns a client, for one thread, of the runs of a local cloud. */
    static RunClient client(LocalCloud local) {
        return new RunClient(new DirectTransport(local.api(), local.cloud().payloads()));
    }

    /** Opens the runs of a data folder, through the process that holds it if there is one. */
    static OpenRuns ofFolder(Path folder, CommandContext console) {
        FolderTransport transport = FolderTransport.open(folder, console);
        return new OpenRuns(new RunClient(transport), transport, transport.isHeldElsewhere());
    }

    public RunClient client() {
        return client;
    }

    /** Returns whether a process that can run workflows answers, so that runs make progress. */
    public boolean areLive() {
        return live;
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
