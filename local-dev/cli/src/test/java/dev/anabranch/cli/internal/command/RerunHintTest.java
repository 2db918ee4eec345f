package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A rerun is offered only if it would compute something, and the offer says what. */
@Timeout(60)
final class RerunHintTest {

    /** The first provider does not answer, and the second does. */
    private static final String ONE_FAILS = "{\"currency\":\"NOK\",\"down\":[\"central-bank\"]}";

    @TempDir
    Path home;

    private TestConsole console = new TestConsole();

    private int call(String... arguments) {
        console = new TestConsole();
        return Anabranch.run(console.console(home, Map.of("HOME", home.toString())), arguments);
    }

    private String run(String workflow, String input) throws IOException {
        assertThat(call("run", workflow, "--input", input, "--json"))
                .as(console.err())
                .isEqualTo(ExitCode.OK);
        return new ObjectMapper().readTree(console.out()).path("runId").textValue();
    }

    @Test
    void toleratedFailuresAreOfferedWithTheirNode() throws IOException {
        String run = run("square-all", "{\"n\":5,\"failAt\":[1,3]}");

        assertThat(console.err())
                .contains(
                        "To compute the failed actions again (2 of `square`) and what depends on them: ./anabranch rerun "
                                + run);
        assertThat(call("rerun", run, "--json")).isEqualTo(ExitCode.OK);
        assertThat(new ObjectMapper()
                        .readTree(console.out())
                        .path("actions")
                        .path("cached")
                        .asInt())
                .isEqualTo(4);
    }

    @Test
    void nothingIsOfferedAfterFailuresThatAnAttemptHandled() throws IOException {
        String run = run("trip-booking", "{\"soldOut\":\"car\"}");

        assertThat(console.err()).contains("failed").doesNotContain("anabranch rerun");
        assertThat(call("status", run)).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("SUCCEEDED", " failed, ").doesNotContain(" 0 failed, ", "anabranch rerun");
    }

    @Test
    void nothingIsOfferedAfterFirstSuccesses() throws IOException {
        String run = run("first-answer", ONE_FAILS);

        assertThat(console.err()).contains("1 failed").doesNotContain("anabranch rerun");
        assertThat(call("rerun", run)).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("has all results that it needs");
    }

    @Test
    void nothingIsOfferedAfterFirstSuccessesOfAServedRun() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of(), "first-answer")) {
            String url = served.uri().toString();

            assertThat(call("start", "first-answer", "--input", ONE_FAILS, "--wait", "--url", url))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);

            assertThat(console.err()).contains("1 failed").doesNotContain("anabranch rerun");
        }
    }

    @Test
    void permanentFailureOffersAnotherInputAndARerunOfCorrectedCode() {
        assertThat(call("run", "square-all", "--input", "{\"n\":-1}")).isEqualTo(ExitCode.RUN_FAILED);

        assertThat(console.err())
                .contains(
                        "The same code fails with the same input again.",
                        "To start a run with a corrected input: ./anabranch run square-all --input @input.json",
                        "To compute only what did not succeed, with corrected code: ./anabranch rerun ");
    }
}
