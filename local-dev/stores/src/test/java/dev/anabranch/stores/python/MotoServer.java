package dev.anabranch.stores.python;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs moto (Python, Apache-2.0), an independent implementation of AWS services, in a separate process. It is installed
 * once into a virtual environment below {@code target}; the variable ANABRANCH_MOTO_VENV names an existing environment
 * instead.
 */
public final class MotoServer implements AutoCloseable {

    private static final String VERSION = "5.2.5";
    private static final Pattern RUNNING = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /** Starts a server on a free port. Skips the calling test if moto cannot be installed. */
    public static MotoServer start() {
        try {
            return start(PythonEnvironment.of(
                    "moto-" + VERSION, "moto[server,dynamodb]==" + VERSION, "ANABRANCH_MOTO_VENV"));
        } catch (IOException | IllegalStateException e) {
            return abort("moto " + VERSION + " is missing: " + e.getMessage());
        }
    }

    private static MotoServer start(Path environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        environment.resolve("bin/moto_server").toString(), "-H", "127.0.0.1", "-p", "0")
                .redirectErrorStream(true);
        builder.environment().put("PYTHONUNBUFFERED", "1");
        Process process = builder.start();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher running = RUNNING.matcher(line);
            if (running.find()) {
                drain(lines);
                return new MotoServer(process, URI.create(running.group(1)));
            }
        }
        throw new IllegalStateException(
                "moto_server ended with code " + process.onExit().join().exitValue());
    }

    /** Reads and discards the output, since a full pipe would block the server. */
    private static void drain(BufferedReader lines) {
        Thread drain = new Thread(
                () -> {
                    try (lines) {
                        lines.transferTo(java.io.Writer.nullWriter());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                "moto-log");
        drain.setDaemon(true);
        drain.start();
    }

    /** Returns the address of all services. */
    public URI endpoint() {
        return endpoint;
    }

    /** Terminates the process. */
    @Override
    public void close() {
        process.destroy();
    }
}
