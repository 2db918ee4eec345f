package dev.anabranch.cli;

import dev.anabranch.client.RunClient;
import java.io.Closeable;
import java.io.IOException;

/** Runs that a command may ask about until it closes this, wherever they are. */
final class OpenRuns implements Closeable {

    private final RunClient client;
    private final Closeable held;

    OpenRuns(RunClient client, Closeable held) {
        this.client = client;
        this.held = held;
    }

    RunClient client() {
        return client;
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
