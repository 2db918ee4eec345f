package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands {@code waiting} and {@code signal}, with a served run and with a run of another process. */
@Timeout(60)
final class SignalCommandTest {

    private static final String INPUT = "{\"documents\": [{\"title\": \"Budget\", \"approver\": \"Ada\"},"
            + " {\"title\": \"Lease\", \"approver\": \"Alan\"}]}";
    private static final String YES = "{\"approved\": true, \"open\": false}";

    @TempDir
    Path folder;

    @Test
    void servedRunIsAnsweredItemByItem() throws Exception {
        try (ServedRuns served = new ServedRuns(Map.of(), "approval")) {
            List<String> url = List.of("--url", served.uri().toString());
            call(ExitCode.OK, url, "start", "approval", "--id", "a1", "--input", INPUT);
            until(() -> served.get("/runs/a1/actions?node=approve&status=RUNNING")
                            .path("items")
                            .size()
                    == 2);

            String waiting = call(ExitCode.OK, url, "waiting").out();
            assertThat(waiting)
                    .contains("a1  approve[0 \"Budget\"]  since ", "  until ", "\"title\":\"Budget\"", "approve[1");
            JsonNode first = TaskJson.tree()
                    .readTree(call(ExitCode.OK, url, "waiting", "a1", "--json")
                            .out()
                            .lines()
                            .findFirst()
                            .orElseThrow());
            assertThat(first.path("prompt").path("").path("approver").asText()).isEqualTo("Ada");

            assertThat(call(ExitCode.WRONG_COMMAND, url, "signal", "a1", "approve", "--items", "0", "--value", "yes")
                            .err())
                    .contains("`--value` is not JSON");
            assertThat(call(
                                    ExitCode.WRONG_COMMAND,
                                    url,
                                    "signal",
                                    "a1",
                                    "approve",
                                    "--items",
                                    "0",
                                    "--value",
                                    "\"yes\"")
                            .err())
                    .contains("value");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "signal", "a1", "approve", "--value", YES)
                            .err())
                    .contains("`/items` in the body is missing, but must be the items to answer,"
                            + " because `approve` is in a fan-out.");
            assertThat(call(ExitCode.OK, url, "signal", "a1", "approve", "--items", "0", "--value", YES)
                            .out())
                    .contains("approve[0]  answered");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "signal", "a1", "approve", "--items", "0", "--value", YES)
                            .err())
                    .contains("has already been answered");
            assertThat(call(ExitCode.WRONG_COMMAND, url, "signal", "a1", "approve", "--label", "Leese", "--value", YES)
                            .err())
                    .contains("There is no item with the label \"Leese\" in run `a1`. Did you mean `Lease`?");
            call(ExitCode.OK, url, "signal", "a1", "approve", "--label", "Lease", "--value", YES);

            JsonNode run = served.get("/runs/a1?wait=20");
            assertThat(run.path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(served.get("/runs/a1/output").path("approved").asInt()).isEqualTo(2);
            assertThat(call(ExitCode.OK, url, "waiting").out()).isEmpty();
            assertThat(call(ExitCode.OK, url, "actions", "a1", "--node", "approve", "--label", "Lease")
                            .out())
                    .startsWith("approve[1 \"Lease\"]  SUCCEEDED")
                    .hasLineCount(1);
            assertThat(call(ExitCode.OK, url, "results", "a1", "--node", "approve", "--label", "Budget", "--json")
                            .out())
                    .contains("\"label\":\"Budget\"")
                    .doesNotContain("Lease");
            for (String command : List.of("actions", "results", "logs")) {
                assertThat(call(ExitCode.WRONG_COMMAND, url, command, "a1", "--node", "approve", "--label", "Leese")
                                .err())
                        .contains("There is no item with the label \"Leese\" at `approve` in the run `a1`."
                                + " Did you mean `Lease`? Its labels are \"Budget\", \"Lease\".");
            }
        }
    }

    @Test
    void runOfAnotherProcessIsAnsweredThroughTheDataFolder() throws Exception {
        Path data = folder.resolve("data");
        Workflow<?, ?> approval = WorkflowCatalogue.onClassPath().get("approval");
        try (LocalCloud local = LocalCloud.open(LocalCloud.Settings.ofRun(data, LocalCloud.Functions.DEFAULT))) {
            local.share(List.of());
            local.cloud().deploy(approval);
            local.cloud()
                    .runs()
                    .start(RunRequest.of("approval", TaskJson.tree().readTree(INPUT))
                            .named("a1"));
            List<String> at = List.of("--data", data.toString());
            until(() -> local.cloud().runs().counts("a1").running() == 2);

            assertThat(call(ExitCode.OK, at, "waiting").out()).contains("a1  approve[0 \"Budget\"]", "Lease");
            call(ExitCode.OK, at, "signal", "a1", "approve", "--items", "0-1", "--value", YES);

            until(() -> local.cloud().runs().get("a1").status().ended());
            assertThat(local.cloud()
                            .runs()
                            .output("a1")
                            .orElseThrow()
                            .path("approved")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void runWithoutDocumentsExplainsThatNothingWaits() throws IOException {
        List<String> at = List.of("--data", folder.resolve("data").toString());

        assertThat(call(ExitCode.OK, at, "run", "approval").err())
                .contains("The input has no documents, so the run waits for no answer.");
    }

    private TestConsole call(int exit, List<String> target, String... words) throws IOException {
        TestConsole console = new TestConsole();
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(target);
        int code = Anabranch.run(console.console(folder), all.toArray(String[]::new));
        assertThat(code).as(console.err()).isEqualTo(exit);
        return console;
    }

    private static void until(Callable<Boolean> condition) {
        Awaitility.await().until(condition);
    }
}
