package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunCommandTest {

    private final TestConsole console = new TestConsole();

    @TempDir
    Path folder;

    @Test
    void landCoverReturnsItsReportAndWritesItsMap() throws IOException {
        int exit = run("--input", "{\"region\":\"northern-europe\"}", "--out", folder.toString(), "--json");

        assertThat(exit).as(console.err()).isEqualTo(ExitCode.OK);
        assertThat(console.out().lines()).hasSize(1);
        JsonNode run = new ObjectMapper().readTree(console.out());
        assertThat(run.fieldNames())
                .toIterable()
                .containsExactly("runId", "workflow", "status", "output", "error", "actions", "millis", "bill");
        assertThat(run.path("workflow").asText()).isEqualTo("land-cover");
        assertThat(run.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(run.path("error").isNull()).isTrue();
        assertThat(run.path("output").path("tiles").asInt()).isGreaterThan(400);
        assertThat(run.path("output").path("waterAgreement").asDouble()).isGreaterThan(0.95);
        int tiles = run.path("output").path("tiles").asInt();
        assertThat(run.path("actions").toString())
                .isEqualTo("{\"total\":%d,\"succeeded\":%d,\"failed\":0,\"cached\":0,\"aborted\":0}"
                        .formatted(tiles + 2, tiles + 2));
        assertThat(ImageIO.read(folder.resolve("land-cover.png").toFile()).getWidth())
                .isGreaterThan(400);
        assertThat(console.err()).contains("Wrote " + folder.resolve("land-cover.png") + "\n");
    }

    @Test
    void onlyTheOutputIsOnStandardOutput() throws IOException {
        assertThat(run("--input", "{\"region\":\"alps\"}")).isEqualTo(ExitCode.OK);

        assertThat(new ObjectMapper().readTree(console.out()).path("area").asText())
                .isEqualTo("The Alps");
        assertThat(console.err()).contains("classify: 60 of 60 done").contains("SUCCEEDED: 62 actions");
    }

    @Test
    void inputCanBeInAFile() throws IOException {
        Path file = folder.resolve("größe.json");
        Files.writeString(file, "{\"region\":\"alps\"}", StandardCharsets.UTF_8);

        assertThat(run("--input", "@" + file)).as(console.err()).isEqualTo(ExitCode.OK);
    }

    @Test
    void failureOfATaskNamesTheNodeAndTheCause() throws IOException {
        assertThat(run("--input", "{\"region\":\"atlantis\"}", "--json")).isEqualTo(ExitCode.RUN_FAILED);

        JsonNode run = new ObjectMapper().readTree(console.out());
        assertThat(run.path("status").asText()).isEqualTo("FAILED");
        assertThat(run.path("output").isNull()).isTrue();
        assertThat(run.path("error").path("node").asText()).isEqualTo("cut tiles");
        assertThat(run.path("error").path("message").asText()).contains("atlantis", "northern-europe");
        assertThat(console.err())
                .contains(
                        "The run of `land-cover` failed at node `cut tiles`: region \"atlantis\" is not known: use one of")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"region\":                       | --input is not JSON: line 1, column",
                "{\"tileDegrees\":1                 | end-of-input: expected close marker for Object.",
                "{} {}                              | --input has more than one JSON value: the next begins at line 1, column 4.",
                "{\"regin\":\"africa\"}             | `/regin` is unknown, but must be one of `bounds`",
                "{\"tileDegrees\":\"many\"}         | `/tileDegrees` is `many`, but must be a number.",
                "[]                                 | it is a list, but must be an object",
                "null                               | is null, but must be an object",
                "{\"tileDegrees\":1,\"tileDegrees\":2} | has a duplicate field at line 1, column",
                "{\"tileDegrees\":1e400}            | `/tileDegrees` is a number that is too large, but must be",
                "{\"tileDegrees\":1e9999999999}     | is a number that is too large, but must be",
                "@/no/such/file                     | `/no/such/file` of --input cannot be read",
            })
    void invalidInputStartsNothing(String input, String complaint) {
        assertThat(run("--input", input)).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.out()).isEmpty();
        assertThat(console.err().lines()).singleElement().asString().contains(complaint);
    }

    @Test
    void allErrorsOfAnInputAreReportedTogether() {
        assertThat(run("--input", "{\"bounds\":{\"south\":1}}")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err().lines())
                .containsExactly(
                        "anabranch: The input is invalid:",
                        "  `/bounds/west` is missing, but must be a number.",
                        "  `/bounds/north` is missing, but must be a number.",
                        "  `/bounds/east` is missing, but must be a number.");
    }

    @Test
    void tooLargeInputStartsNothing() {
        String large = "{\"bounds\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}";

        assertThat(run("--input", large)).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains("The input has 5.0 MiB, but must have at most 4 MiB.");
    }

    @Test
    void unknownWorkflowIsReportedWithAllNames() {
        assertThat(Anabranch.run(console.console(), "run", "land-covr")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains("There is no workflow `land-covr`.", "land-cover");
    }

    @Test
    void unwritableOutFolderStartsNothing() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(run("--out", file.resolve("below").toString())).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains("of `--out` cannot be created");
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "run";
        all[1] = "land-cover";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return Anabranch.run(console.console(), all);
    }
}
