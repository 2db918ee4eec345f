package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.terminal.Browser;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.CommandHost;
import dev.anabranch.cli.internal.terminal.Terminal;
import dev.anabranch.client.internal.transport.AwsAccess;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A console that keeps its output, with a clock that only tests advance. */
public final class TestConsole implements InstantSource {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private volatile Instant now = Instant.EPOCH;

    /** Shared by all consoles, so that ids are unique even if several consoles use the same server. */
    private static final RandomGenerator RANDOM = new Random(1);

    private final CommandHost host;

    public TestConsole() {
        this(new FixedAwsAccess(), page -> false);
    }

    /** A console with a text in standard input. */
    static TestConsole reading(String input) {
        return new TestConsole(
                new FixedAwsAccess(), page -> false, new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }

    TestConsole(AwsAccess aws, Browser browser) {
        this(aws, browser, InputStream.nullInputStream());
    }

    private TestConsole(AwsAccess aws, Browser browser, InputStream input) {
        host = new CommandHost(aws, browser, this::pass, RANDOM, input, "./anabranch");
    }

    /** Credentials that are not valid anywhere. */
    static final class FixedAwsAccess implements AwsAccess {
        static final AwsSessionCredentials CREDENTIALS =
                AwsSessionCredentials.create("AKIDEXAMPLE", "secret+/example", "session/token==");

        @Override
        public AwsCredentialsProvider credentials() {
            return StaticCredentialsProvider.create(CREDENTIALS);
        }

        @Override
        public Optional<String> region() {
            return Optional.of("eu-west-1");
        }
    }

    public CommandContext console() {
        return console(new Terminal(false, 80, 24, true, false));
    }

    CommandContext console(Terminal terminal) {
        return new CommandContext(stream(out), stream(err), terminal, this, Map.of(), Path.of(""), host);
    }

    /** Creates a console with {@code folder} as its working directory. */
    public CommandContext console(Path folder) {
        return console(folder, Map.of());
    }

    /** Creates a console with environment variables. */
    public CommandContext console(Path folder, Map<String, String> environment) {
        return console(folder, environment, new Terminal(false, 80, 24, true, false));
    }

    CommandContext console(Path folder, Map<String, String> environment, Terminal terminal) {
        return new CommandContext(stream(out), stream(err), terminal, this, environment, folder, host);
    }

    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    public synchronized void pass(Duration time) {
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
