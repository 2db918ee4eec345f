package dev.anabranch.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** A console that keeps what is written, and a clock that moves when told to. */
final class TestConsole implements InstantSource {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private volatile Instant now = Instant.EPOCH;

    Console console() {
        return console(new Terminal(false, 80, 24, true));
    }

    Console console(Terminal terminal) {
        return new Console(stream(out), stream(err), terminal, this, Map.of(), Path.of(""));
    }

    /** Where relative paths are relative to {@code folder}. */
    Console console(Path folder) {
        return new Console(stream(out), stream(err), new Terminal(false, 80, 24, true), this, Map.of(), folder);
    }

    /** The same with an environment. */
    Console console(Path folder, Map<String, String> environment) {
        return new Console(stream(out), stream(err), new Terminal(false, 80, 24, true), this, environment, folder);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
