package dev.anabranch.stores.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Provides virtual environments with one package. They are installed once below {@code target}. */
public final class PythonEnvironment {

    private static final long INSTALL_SECONDS = 180;

    private PythonEnvironment() {}

    /**
     * Returns the path of the environment, and installs it if it is missing.
     *
     * @param name the name of the environment, including the version
     * @param requirement the argument of {@code pip install}
     * @param variable an environment variable that names an existing environment to use instead
     * @throws IllegalStateException if the installation fails
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
