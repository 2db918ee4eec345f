package dev.anabranch.translate.internal.emit;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Public validators of state machines, for the tests of this and other modules: see {@code src/test/node/README.md}.
 */
public final class PublicValidators {

    private static final Path SOURCES = sources();
    private static final Path INSTALLED = Path.of("target/node");
    private static final List<String> FILES = List.of("package.json", "package-lock.json", ".npmrc", "validate.mjs");

    /** Finds the folder from the folder of any module. */
    private static Path sources() {
        Path below = Path.of("state-machines", "translate", "src", "test", "node");
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .map(folder -> folder.resolve(below))
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow();
    }

    private PublicValidators() {}

    /** Installs the validators. Skips the calling test if node, npm or a package is missing. */
    public static PublicValidators install() throws IOException, InterruptedException {
        assumeThat(isInstalled()).as("node, npm and the packages are installed").isTrue();
        return new PublicValidators();
    }

    private static boolean isInstalled() throws IOException, InterruptedException {
        Files.createDirectories(INSTALLED);
        Path lock = INSTALLED.resolve("package-lock.json");
        boolean same = Files.exists(lock)
                && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0
                && Files.exists(INSTALLED.resolve("node_modules/.package-lock.json"));
        for (String file : FILES) {
            Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        return same || (run(List.of("node", "--version")).ended && run(List.of("npm", "ci", "--silent")).ended);
    }

    /** The exit code and the output of a command. */
    private record Ended(boolean ended, String output) {}

    private static Ended run(List<String> command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(INSTALLED.toFile())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor() == 0, output);
        } catch (IOException e) {
            return new Ended(false, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the JSONata library that is installed with the validators, in the version of Step Functions. */
    public Path jsonata() {
        return INSTALLED.resolve("node_modules/jsonata").toAbsolutePath();
    }

    /** Returns the errors that the validators find in definitions, one per line; empty if there are none. */
    public String complaints(List<Path> definitions) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", "validate.mjs"));
        definitions.forEach(file -> command.add(file.toAbsolutePath().toString()));
        Ended ended = run(command);
        return ended.ended || !ended.output.isEmpty() ? ended.output : "validate.mjs did not end well";
    }
}
