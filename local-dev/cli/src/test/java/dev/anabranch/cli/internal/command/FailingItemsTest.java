package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `run` over 40 items of which 17 fail in every attempt: exit code, progress, summary, status and records agree. */
final class FailingItemsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int ITEMS = 40;
    private static final int FAILING = 17;

    @TempDir
    Path folder;

    private OwnWorkflows workflows;
    private String printed = "";

    @BeforeEach
    void setUp() throws IOException {
        workflows = OwnWorkflows.load(folder, Strict.class, Tolerant.class, Bounded.class);
    }

    @AfterEach
    void tearDown() throws IOException {
        workflows.close();
    }

    @Test
    void failedRunHasOneSetOfCounts() throws IOException {
        JsonNode run = run("strict", ExitCode.RUN_FAILED);

        assertThat(run.path("status").asText()).isEqualTo("FAILED");
        long failed = run.at("/actions/failed").asLong();
        assertThat(failed).isBetween(1L, (long) FAILING);
        Map<String, Long> divisions = statuses(run, "divide");
        assertThat(divisions.getOrDefault("FAILED", 0L)).isEqualTo(failed);
        long done = divisions.getOrDefault("SUCCEEDED", 0L) + failed;
        assertThat(lastProgress("divide"))
                .matches("divide: " + done + " of 40 done, " + failed + " failed, (run failed after|in) 0:\\d\\d");
        assertThat(printed)
                .contains(
                        "The run of `strict` failed at node `divide`, action ",
                        failed > 1 ? "(" + (failed - 1) + " more failed)" : "failed at");
    }

    @Test
    void tolerantRunHasOneSetOfCounts() throws IOException {
        JsonNode run = run("tolerant", ExitCode.OK);

        assertThat(run.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(run.path("output").asInt()).isEqualTo(ITEMS - FAILING);
        assertThat(statuses(run, "divide")).isEqualTo(Map.of("SUCCEEDED", 23L, "FAILED", 17L));
        assertThat(statuses(run, "negate")).isEqualTo(Map.of("SUCCEEDED", 23L));
        assertThat(lastProgress("divide")).matches("divide: 40 of 40 done, 17 failed, in 0:\\d\\d");
        assertThat(lastProgress("negate")).matches("negate: 23 of 40 done, in 0:\\d\\d");
    }

    @Test
    void tooManyFailedItemsAreNamedInsteadOfTheCallThatCountsThem() throws IOException {
        JsonNode run = call(ExitCode.RUN_FAILED, "run", "bounded", "--json", "--input", "[0,1,2,3,30,31]");
        String id = run.path("runId").asText();
        assertThat(run.at("/actions/failed").asInt()).isPositive();
        reportsItems(console.err(), id);
        assertThat(console.err()).contains("The run of `bounded` failed at node `divide`, action 0: ");

        invoke(ExitCode.OK, "status", id);
        reportsItems(console.out(), id);
        assertThat(console.out()).contains("error     `divide` action 0 ");
    }

    @Test
    void costOfARunWhoseWorkflowIsNotOnTheClassPathIsADashWithItsReason() throws IOException {
        call(ExitCode.OK, "run", "tolerant", "--json", "--input", "[30,31]");
        invoke(ExitCode.OK, "runs");
        assertThat(console.out()).contains("COST").doesNotContain("–");
        assertThat(console.err()).doesNotContain("COST");

        workflows.close();
        invoke(ExitCode.OK, "runs");

        assertThat(console.out().lines().skip(1).map(String::strip)).allMatch(line -> line.endsWith(" –"));
        assertThat(console.err())
                .contains("EST. COST is – for runs of workflows that are not on the class path: `tolerant`.");
    }

    private static void reportsItems(String text, String id) {
        assertThat(text.lines().map(String::strip))
                .contains(
                        "3 failed with dev.anabranch.task.PermanentFailure: Item # cannot be divided.: divide[0.0], divide[0.1],"
                                + " divide[0.2]",
                        "first divide[0.0]: dev.anabranch.task.PermanentFailure: Item 0 cannot be divided.");
        assertThat(text)
                .contains("logs " + id + " --node divide --items 0.0")
                .contains("rerun " + id + " --node divide --items 0.0 --debug")
                .doesNotContain("tally of");
    }

    /** Runs a workflow, checks that all commands report the same counts, and returns the JSON of `run`. */
    private JsonNode run(String workflow, int code) throws IOException {
        String items = IntStream.range(0, ITEMS).boxed().toList().toString();
        JsonNode run = call(code, "run", workflow, "--json", "--input", items);
        String id = run.path("runId").asText();
        printed = console.err();

        Map<String, Long> statuses = statuses(run, "");
        JsonNode counts = run.path("actions");
        long total = statuses.values().stream().mapToLong(Long::longValue).sum();
        assertThat(counts.path("total").asLong()).isEqualTo(total);
        for (String status : List.of("SUCCEEDED", "FAILED", "CACHED", "ABORTED")) {
            assertThat(counts.path(status.toLowerCase(Locale.ROOT)).asLong())
                    .as(status)
                    .isEqualTo(statuses.getOrDefault(status, 0L));
        }
        assertThat(statuses).doesNotContainKey("RUNNING");
        JsonNode status = call(ExitCode.OK, "status", id, "--json");
        assertThat(status.path("status")).isEqualTo(run.path("status"));
        counts.fieldNames()
                .forEachRemaining(name ->
                        assertThat(status.path("actions").path(name)).as(name).isEqualTo(counts.path(name)));
        String aborted = counts.path("aborted").asInt() == 0 ? "" : ", " + counts.path("aborted") + " aborted";
        assertThat(printed)
                .contains(id + " " + run.path("status").asText() + ": " + total + " actions, "
                        + counts.path("failed").asInt() + " failed" + aborted + " in ");
        assertThat(printed).doesNotContain(" left");
        return run;
    }

    /** Counts the actions of a node, or of all, by status. */
    private Map<String, Long> statuses(JsonNode run, String node) throws IOException {
        call(ExitCode.OK, "actions", run.path("runId").asText(), "--prefix", node, "--json");
        return console.out()
                .lines()
                .map(FailingItemsTest::parsed)
                .map(action -> action.path("status").asText())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private String lastProgress(String node) {
        return printed.lines()
                .filter(line -> line.startsWith(node + ": "))
                .reduce((first, second) -> second)
                .orElse("");
    }

    private TestConsole console = new TestConsole();

    private JsonNode call(int code, String... arguments) {
        invoke(code, arguments);
        return parsed(console.out().lines().findFirst().orElse("null"));
    }

    private void invoke(int code, String... arguments) {
        console = new TestConsole();
        Map<String, String> environment =
                Map.of(DataOption.VARIABLE, folder.resolve("data").toString());
        assertThat(Anabranch.run(console.console(folder, environment), arguments))
                .as(console.err())
                .isEqualTo(code);
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }

    /** A run that fails with its first failure. */
    public static final class Strict implements Workflow<List<Integer>, Integer> {
        @Override
        public String name() {
            return "strict";
        }

        @Override
        public Value<Integer> define(Flow flow, Value<List<Integer>> items) {
            return flow.call(
                    Count.class, flow.map(items, Divide.class).named("divide").collect());
        }
    }

    /** A run that fails because of too many failures in a nested fan-out. */
    public static final class Bounded implements Workflow<List<Integer>, Integer> {
        @Override
        public String name() {
            return "bounded";
        }

        @Override
        public Value<Integer> define(Flow flow, Value<List<Integer>> items) {
            return flow.call(
                    Count.class,
                    flow.map(flow.value(List.of(1)), (Value<Integer> row) -> flow.call(
                                            Count.class,
                                            flow.map(items, Divide.class)
                                                    .named("divide")
                                                    .sequential()
                                                    .tolerate(2)
                                                    .collect())
                                    .named("count of row"))
                            .collect());
        }
    }

    /** A run that succeeds with failures as values. */
    public static final class Tolerant implements Workflow<List<Integer>, Integer> {
        @Override
        public String name() {
            return "tolerant";
        }

        @Override
        public Value<Integer> define(Flow flow, Value<List<Integer>> items) {
            return flow.call(
                    CountSuccesses.class,
                    flow.map(items, Divide.class)
                            .named("divide")
                            .map(Negate.class)
                            .named("negate")
                            .outcomes());
        }
    }

    public static final class Divide implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer item, TaskContext context) {
            if (item < FAILING) {
                throw new PermanentFailure("Item " + item + " cannot be divided.");
            }
            return 1_000 / item;
        }
    }

    public static final class Negate implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer item, TaskContext context) {
            return -item;
        }
    }

    public static final class Count implements Task<Results<Integer>, Integer> {
        @Override
        public Integer run(Results<Integer> results, TaskContext context) {
            int count = 0;
            for (int unused : results) {
                count++;
            }
            return count;
        }
    }

    public static final class CountSuccesses implements Task<Results<Outcome<Integer>>, Integer> {
        @Override
        public Integer run(Results<Outcome<Integer>> outcomes, TaskContext context) {
            int count = 0;
            for (Outcome<Integer> outcome : outcomes) {
                count += outcome instanceof Outcome.Succeeded<Integer> ? 1 : 0;
            }
            return count;
        }
    }
}
