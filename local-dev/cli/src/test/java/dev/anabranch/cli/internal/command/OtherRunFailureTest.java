package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `run` prints about failures that are not those of a task of the run: of other runs, loops and list functions. */
final class OtherRunFailureTest {

    @TempDir
    Path folder;

    private OwnWorkflows workflows;
    private TestConsole console = new TestConsole();

    @BeforeEach
    void setUp() throws IOException {
        workflows = OwnWorkflows.load(folder, Inner.class, Outer.class, Loop.class, Limited.class, Zips.class);
    }

    @AfterEach
    void tearDown() throws IOException {
        workflows.close();
    }

    private int call(String... arguments) {
        console = new TestConsole();
        Map<String, String> environment =
                Map.of(DataOption.VARIABLE, folder.resolve("data").toString());
        return Anabranch.run(console.console(folder, environment), arguments);
    }

    @Test
    void failureOfAnotherRunNamesItsErrorAndHowToLookFurther() {
        assertThat(call("run", "outer", "--input", "[1, 7, 2]")).isEqualTo(ExitCode.RUN_FAILED);
        String report = console.err();

        Matcher run = Pattern.compile("The run of `outer` failed at node `inner`: The run `(\\S+)` of the workflow"
                        + " `inner` failed at `check` 1 with java.lang.IllegalStateException: 7 is too large\n")
                .matcher(report);
        assertThat(run.find()).as(report).isTrue();
        assertThat(report)
                .contains(
                        "  input: the input of the run `" + run.group(1) + "`\n    [1,7,2]\n",
                        "  at " + Check.class.getName() + ".run(OtherRunFailureTest.java:",
                        "  Caused by: java.io.IOException: disk full\n",
                        "To see that run: ./anabranch status " + run.group(1) + "\n")
                .doesNotContain("SubRunFailed", "dev.anabranch.runs", "{\"", "more failed");
        assertThat(call("status", run.group(1))).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("7 is too large");
        assertThat(call("logs", run.group(1), "--node", "check")).isEqualTo(ExitCode.OK);
    }

    @Test
    void loopWithTooManyRoundsIsNamedWithTheCommandThatShowsItsRounds() {
        assertThat(call("run", "loop", "--input", "[1]")).isEqualTo(ExitCode.RUN_FAILED);

        assertThat(console.err())
                .contains(
                        "failed at node `repeat check`: Anabranch.TooManyRounds: The loop `repeat check` has run 3 rounds")
                .containsPattern("To see what its rounds returned: ./anabranch results \\S+ --node check\n");
        Matcher shown =
                Pattern.compile("anabranch (results \\S+ --node check)\n").matcher(console.err());
        assertThat(shown.find()).isTrue();
        assertThat(call(shown.group(1).split(" "))).isEqualTo(ExitCode.OK);
        assertThat(console.out()).hasLineCount(3);
    }

    @Test
    void failureOfAListFunctionHasNoFramesOfLibraries() {
        assertThat(call("run", "zips", "--input", "[1, 2]")).isEqualTo(ExitCode.RUN_FAILED);

        assertThat(console.err())
                .contains("failed at node `zip`: `zip` needs two lists of the same length")
                .doesNotContain("\tat ", "  at ", "jackson");
    }

    @Test
    void failedStepsThatThePlanAddedAreCountedApart() {
        assertThat(call("run", "limited", "--id", "l1", "--input", "[5, 6, 7]")).isEqualTo(ExitCode.RUN_FAILED);
        String report = console.err();

        assertThat(call("actions", "l1", "--status", "FAILED")).isEqualTo(ExitCode.OK);
        List<String> failed = console.out().lines().toList();
        assertThat(failed)
                .filteredOn(line -> line.contains("step of Anabranch"))
                .hasSize(1);
        int own = failed.size() - 1;
        assertThat(report).contains(own + " failed and 1 failed step of Anabranch");
        assertThat(call("status", "l1")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains(own + " failed and 1 failed step of Anabranch, ");
        assertThat(call("runs")).isEqualTo(ExitCode.OK);
        List<String> table = console.out().lines().toList();
        assertThat(table.get(1).substring(table.get(0).indexOf("FAILED ")).strip())
                .as(console.out())
                .matches(own + "(  .*)?");
    }

    /** Fails for numbers from 5. */
    public static final class Check implements Task<Integer, Integer> {
        @Override
        public Integer run(Integer number, TaskContext context) {
            if (number >= 5) {
                throw new IllegalStateException(number + " is too large", new IOException("disk full"));
            }
            return number;
        }
    }

    /** Is never true. */
    public static final class Never implements Task<Integer, Boolean> {
        @Override
        public Boolean run(Integer number, TaskContext context) {
            return false;
        }
    }

    /** Checks each number. */
    public static final class Inner implements Workflow<List<Integer>, List<Integer>> {
        @Override
        public Value<List<Integer>> define(Flow flow, Value<List<Integer>> numbers) {
            return flow.map(numbers, Check.class).sequential().toList();
        }
    }

    /** Checks each number and tolerates all failures, and then runs {@link Inner}. */
    public static final class Outer implements Workflow<List<Integer>, List<Integer>> {
        @Override
        public Value<List<Integer>> define(Flow flow, Value<List<Integer>> numbers) {
            FanOut<Integer> tolerated = flow.map(numbers, Check.class).toleratePercent(100);
            return flow.run(Inner.class, numbers).after(tolerated);
        }
    }

    /** Tolerates one failure. */
    public static final class Limited implements Workflow<List<Integer>, Results<Integer>> {
        @Override
        public Value<Results<Integer>> define(Flow flow, Value<List<Integer>> numbers) {
            return flow.map(numbers, Check.class).tolerate(1).collect();
        }
    }

    /** Has too many rounds. */
    public static final class Loop implements Workflow<List<Integer>, Integer> {
        @Override
        public Value<Integer> define(Flow flow, Value<List<Integer>> numbers) {
            return flow.poll(Check.class, flow.value(2))
                    .until(number -> flow.call(Never.class, number))
                    .atMost(3);
        }
    }

    public record Two(Integer one, Integer other) {}

    /** Combines lists of different lengths. */
    public static final class Zips implements Workflow<List<Integer>, List<Two>> {
        @Override
        public Value<List<Two>> define(Flow flow, Value<List<Integer>> numbers) {
            return flow.zip(Two::new, numbers, flow.range(3));
        }
    }
}
