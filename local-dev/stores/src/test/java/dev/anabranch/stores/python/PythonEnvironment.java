package dev.anabranch.stores.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A virtual environment with one package: installed once below target, or one that a variable names. */
public final class PythonEnvironment {

    private static final long INSTALL_SECONDS = 180;

    private PythonEnvironment() {}

    /**
     * Where the environment is.
     *
     * @param name of the environment, with the version
     * @param requirement what pip installs
     * @param variable names an environment that is there already
     * @throws IllegalStateException when it cannot be had; the message says why
     */
    public static Path of(String name, String requirement, String variable) throws IOException {
        String given = System.getenv(variable);
        if (given != null) {
            return Path.of(given);
        }
        Path environment = Path.of("target", name).toAbsolutePath();
        Path ready = environment.resolve("ready");
        if (!Files.exists(ready)) {
            run("python3", "-m", "venv", "--clear", environment.toString());
            run(
                    environment.resolve("bin/pip").toString(),
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    requirement);
            Files.createFile(ready);
        }
        return environment;
    }

    private static void run(String... command) throws IOException {
        Path log = Files.createTempFile("python", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(command[0] + " took longer than " + INSTALL_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        if (process.exitValue() != 0) {
            String[] lines = Files.readString(log).strip().split("\n", -1);
            throw new IllegalStateException(String.join(" ", command) + ": " + lines[lines.length - 1]);
        }
    }
}
