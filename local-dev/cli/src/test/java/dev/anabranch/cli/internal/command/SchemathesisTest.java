package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.stores.python.PythonEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An independent fuzzer of OpenAPI documents (Python, MIT) finds no error in the run API. */
@Timeout(300)
@NeedsPublicPackages
final class SchemathesisTest {

    private static final String VERSION = "4.32.5";

    /** The folder in which the fuzzer stores its data. */
    @TempDir
    private Path scratch;

    @Test
    void fuzzerFindsNoError() throws Exception {
        Path environment = environment();
        try (ServedRuns served = new ServedRuns(Map.of())) {
            assertThat(served.send(served.post(
                                    "/workflows/square-all/runs",
                                    "{\"input\": {\"n\": 20, \"failAt\": [3]}, \"id\": \"fuzzed\"}"))
                            .statusCode())
                    .isEqualTo(202);
            served.get("/runs/fuzzed?wait=20");

            // In this order, because the second command may delete the run.
            run(
                    environment,
                    served,
                    "one-run.toml",
                    "--exclude-operation-id",
                    "deleteRun",
                    "--phases",
                    "coverage,fuzzing");
            run(environment, served, "runs.toml", "--phases", "examples,coverage,stateful");

            assertThat(served.failures()).isEmpty();
        }
    }

    private static Path environment() {
        try {
            return PythonEnvironment.of(
                    "schemathesis-" + VERSION, "schemathesis==" + VERSION, "ANABRANCH_SCHEMATHESIS_VENV");
        } catch (IOException | IllegalStateException e) {
            return abort("Schemathesis " + VERSION + " is missing: " + e.getMessage());
        }
    }

    private void run(Path environment, ServedRuns served, String configuration, String... more) throws Exception {
        Path file = Path.of(Objects.requireNonNull(SchemathesisTest.class.getResource("/schemathesis/" + configuration))
                .toURI());
        List<String> command = new ArrayList<>(List.of(
                environment.resolve("bin/st").toString(),
                "--config-file",
                file.toString(),
                "run",
                served.uri() + "/openapi.json",
                "--no-color"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

        assertThat(process.exitValue()).as(output).isZero();
    }
}
