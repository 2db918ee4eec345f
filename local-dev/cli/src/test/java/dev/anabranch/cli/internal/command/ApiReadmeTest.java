package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the commands of the run API in the README of functions, one after the other. */
@Timeout(120)
final class ApiReadmeTest {

    private static final Path README = Path.of("..", "..", "functions", "README.md");
    private static final String ADDRESS = "API=http://127.0.0.1:4572";

    @Test
    void commandsOfTheReadmeRun() throws Exception {
        assumeTrue(isThere("curl"), "curl is not on the PATH.");
        List<String> commands = Files.readString(README)
                .lines()
                .filter(line -> line.startsWith("curl "))
                .toList();
        assertThat(commands).hasSizeGreaterThanOrEqualTo(8);
        assertThat(Files.readString(README)).contains(ADDRESS);
        try (ServedRuns served = new ServedRuns(Map.of())) {
            for (String command : commands) {
                Process process = new ProcessBuilder("sh", "-c", "API=" + served.uri() + "\n" + command)
                        .redirectErrorStream(true)
                        .start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();

                assertThat(process.exitValue()).as("%s%n%s", command, said).isZero();
            }
            assertThat(served.get("/runs/squares-2").path("rerunOf").asText()).isEqualTo("squares-1");
            assertThat(served.failures()).isEmpty();
        }
    }

    private static boolean isThere(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
