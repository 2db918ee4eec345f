package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** `actions --input` shows the inputs of actions in and after loops and folds. */
final class LoopInputsTest {

    @TempDir
    Path folder;

    private OwnWorkflows workflows;
    private String run = "";

    @BeforeEach
    void setUp() throws IOException {
        workflows = OwnWorkflows.load(folder, Counting.class);
        String ended = call("run", "counting", "--json", "--input", "{\"from\": 5, \"label\": null, \"none\": []}");
        run = new JsonMapper().readTree(ended).path("runId").textValue();
    }

    @AfterEach
    void tearDown() throws IOException {
        workflows.close();
    }

    @Test
    void firstRoundHasTheInitialValueAndOthersTheRoundBefore() {
        assertThat(inputs("increase"))
                .containsExactly(
                        "input: from of the run's input", "5",
                        "input: the result of `increase`[0]", "6",
                        "input: the result of `increase`[1]", "7");
    }

    @Test
    void foldBeginsWithItsConstant() {
        assertThat(inputs("add"))
                .containsExactly(
                        "input.sum: a constant of the definition", "100",
                        "input.item: item 0 of `range`", "0",
                        "input.sum: the result of `add`[0]", "100",
                        "input.item: item 1 of `range`", "1",
                        "input.sum: the result of `add`[1]", "101",
                        "input.item: item 2 of `range`", "2");
    }

    @Test
    void valuesAfterLoopsAreThoseOfTheLastRounds() {
        assertThat(inputs("end"))
                .containsExactly(
                        "input.loop: the last result of `increase`", "8",
                        "input.fold: the last result of `add`", "103",
                        "input.empty: from of the run's input", "5",
                        "input.label: label of the run's input", "null");
    }

    private List<String> inputs(String node) {
        return call("actions", run, "--node", node, "--input")
                .lines()
                .filter(line -> line.startsWith("  "))
                .map(String::strip)
                .toList();
    }

    private String call(String... arguments) {
        TestConsole console = new TestConsole();
        Map<String, String> environment =
                Map.of(DataOption.VARIABLE, folder.resolve("data").toString());
        assertThat(Anabranch.run(console.console(folder, environment), arguments))
                .as(console.err())
                .isEqualTo(ExitCode.OK);
        return console.out();
    }

    public record Input(Integer from, @Nullable String label, List<Integer> none) {}

    public record Sum(Integer sum, Integer item) {}

    public record Ends(
            Integer loop,
            Integer fold,
            Integer empty,
            @Nullable String label) {}

    /** Counts in a loop, in a fold and in a fold over nothing. */
    public static final class Counting implements Workflow<Input, Integer> {
        @SuppressWarnings("NullAway") // A field that may be null can be passed on.
        @Override
        public Value<Integer> define(Flow flow, Value<Input> input) {
            Value<Integer> loop = flow.repeat(input.get(Input::from), last -> flow.call(Increase.class, last))
                    .until(last -> flow.call(IsLarge.class, last))
                    .atMost(9);
            Value<Integer> fold = flow.fold(
                    flow.range(3),
                    flow.value(100),
                    (Value<Integer> sum, Value<Integer> item) ->
                            flow.call(Add.class, flow.record(Sum::new, sum, item)));
            Value<Integer> empty = flow.fold(
                    input.get(Input::none),
                    input.get(Input::from),
                    (Value<Integer> sum, Value<Integer> item) -> flow.call(Add.class, flow.record(Sum::new, sum, item))
                            .named("never"));
            return flow.call(End.class, flow.record(Ends::new, loop, fold, empty, input.get(Input::label)));
        }
    }

    public static final class Increase implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            return number + 1;
        }
    }

    public static final class IsLarge implements Task<Integer, Boolean> {
        @Override
        public Boolean run(Integer number, TaskContext context) {
            return number >= 8;
        }
    }

    public static final class Add implements Task<Sum, Integer> {
        @Override
        public Integer run(Sum sum, TaskContext context) {
            return sum.sum() + sum.item();
        }
    }

    public static final class End implements Task<Ends, Integer> {
        @Override
        public Integer run(Ends ends, TaskContext context) {
            return ends.loop() + ends.fold() + ends.empty();
        }
    }
}
