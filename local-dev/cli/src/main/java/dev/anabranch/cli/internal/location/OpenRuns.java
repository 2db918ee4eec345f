package dev.anabranch.cli.internal.location;

import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.DirectTransport;
import dev.anabranch.embedded.internal.local.LocalCloud;
import java.io.Closeable;
import java.io.IOException;

/** The runs of a data folder or of a deployment, open until they are closed. */
public final class OpenRuns implements Closeable {

    private final RunClient client;
    private final Closeable held;

    OpenRuns(RunClient client, Closeable held) {
        this.client = client;
        this.held = held;
    }

    /** Returns a client, for one thread, of the runs of a local cloud. */
    static RunClient client(LocalCloud local) {
        return new RunClient(new DirectTransport(local.api(), local.cloud().payloads()));
    }

    public RunClient client() {
        return client;
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
