package dev.anabranch.cli.internal.progress;

import dev.anabranch.cli.internal.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Keeps the output to standard error, and has a clock that only tests advance. */
final class TestScreen implements InstantSource {

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Instant now = Instant.EPOCH;

    Progress progress(Terminal terminal) {
        return Progress.on(new PrintStream(err, true, StandardCharsets.UTF_8), terminal, this);
    }

    /** Creates a screen that is not a terminal. */
    Progress progress() {
        return progress(new Terminal(false, 80, 24, true, false));
    }

    String written() {
        return err.toString(StandardCharsets.UTF_8);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
