package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.location.DataOption;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A workflow without input, whose type is {@code Void}, is started without {@code --input}. */
@Timeout(60)
final class NoInputTest {

    @TempDir
    Path folder;

    private OwnWorkflows workflows;
    private TestConsole console = new TestConsole();

    public static final class Greet implements Task<Void, String> {
        @Override
        public String run(Void nothing, TaskContext context) {
            return "hello";
        }
    }

    public static final class Greeting implements Workflow<Void, String> {
        @Override
        public Value<String> define(Flow flow, Value<Void> nothing) {
            return flow.call(Greet.class, nothing);
        }
    }

    @BeforeEach
    void setUp() throws IOException {
        workflows = OwnWorkflows.load(folder, Greeting.class);
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
    void runNeedsNoInput() {
        assertThat(call("run", "greeting")).as(console.err()).isEqualTo(ExitCode.OK);
        assertThat(console.out()).isEqualTo("\"hello\"\n");
    }

    @Test
    void inputThatIsGivenMustBeNull() {
        assertThat(call("run", "greeting", "--input", "{}")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("The input is invalid: it is an object, but must be null.");
        assertThat(call("run", "greeting", "--input", "null")).as(console.err()).isEqualTo(ExitCode.OK);
    }

    @Test
    void startNeedsNoInput() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of(), "greeting", "square-all")) {
            String url = served.uri().toString();

            assertThat(call("start", "greeting", "--wait", "--url", url))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);
            assertThat(console.out()).isEqualTo("\"hello\"\n");
            assertThat(call("start", "square-all", "--id", "squares", "--url", url))
                    .as(console.err())
                    .isEqualTo(ExitCode.OK);
            assertThat(call("start", "greting", "--url", url)).isEqualTo(ExitCode.WRONG_COMMAND);
            assertThat(console.err())
                    .contains("The deployment has no workflow `greting`. It has: greeting, square-all.");
        }
    }

    @Test
    void describeNamesTheInput() {
        assertThat(call("describe", "greeting")).isEqualTo(ExitCode.OK);
        assertThat(console.out()).contains("Input: null\n", "run greeting\n");
    }
}
