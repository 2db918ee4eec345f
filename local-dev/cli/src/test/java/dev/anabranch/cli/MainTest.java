package dev.anabranch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.command.Anabranch;
import dev.anabranch.cli.internal.command.TestConsole;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.testkit.Scenarios;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

final class MainTest {

    private final TestConsole console = new TestConsole();

    @Test
    void helpGoesToStandardOutputAndFitsEightyColumns() {
        assertThat(Anabranch.run(console.console(), "--help")).isEqualTo(ExitCode.OK);

        assertThat(console.out()).startsWith("Usage: anabranch ");
        assertThat(console.out().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
        assertThat(console.err()).isEmpty();
    }

    @Test
    void versionIsThatOfTheBuild() {
        assertThat(Anabranch.run(console.console(), "--version")).isEqualTo(ExitCode.OK);

        assertThat(console.out()).matches("anabranch \\d+\\.\\d+\\.\\d+\\S* \\(Java .+\\)\\R");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-such-option", "no-such-command"})
    void wrongCommandIsReportedInAFewLines(String argument) {
        assertThat(Anabranch.run(console.console(), argument)).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.out()).isEmpty();
        assertThat(console.err().lines())
                .hasSizeLessThanOrEqualTo(3) // the third is a suggestion
                .first()
                .asString()
                .startsWith("anabranch: ")
                .contains(argument);
        assertThat(console.err()).contains("Try `./anabranch --help`.");
    }

    @Test
    void everyCommandIsParsedWithoutTheOthers() {
        for (String name :
                Anabranch.commandLine(console.console()).getSubcommands().keySet()) {
            TestConsole own = new TestConsole();

            assertThat(Anabranch.run(own.console(), name, "--help")).isEqualTo(ExitCode.OK);

            assertThat(own.out()).contains("Usage: anabranch " + name + " ");
        }
    }

    @Test
    void missingCommandIsAWrongCommand() {
        assertThat(Anabranch.run(console.console())).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).isEqualTo("anabranch: Name a command.\nTry `./anabranch --help`.\n");
    }

    @Test
    void unwritableLogFileIsAUsageError() {
        assertThat(Anabranch.run(console.console(), "--log-file", "/no/such/folder/log"))
                .isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err())
                .startsWith(
                        "anabranch: The log file `/no/such/folder/log` cannot be written: its folder does not exist.");
    }

    @Test
    void usageErrorIsOneSentence() {
        assertThat(execute("mistake")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).isEqualTo("anabranch: There is no workflow `x`.\n");
    }

    @Test
    void unexpectedExceptionIsReportedAsBugWithStackTrace() {
        assertThat(execute("bug")).isEqualTo(ExitCode.BUG);

        assertThat(console.err())
                .startsWith("anabranch: This is a bug in Anabranch.")
                .contains("IllegalStateException: broken", "at dev.anabranch.cli.MainTest");
    }

    @Test
    void throwingDefinitionIsReportedWithItsLine() {
        assertThat(execute("define")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err())
                .startsWith(
                        "anabranch: The workflow cannot be translated.\n  ERROR define-threw at workflow `torn` (MainTest.java:")
                .contains("UnsupportedOperationException: not yet.")
                .doesNotContain("\tat ");
    }

    @Test
    void unusableTaskIsReportedInOneSentence() {
        assertThat(execute("task")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err().lines())
                .singleElement()
                .asString()
                .contains(
                        "its task `dev.anabranch.cli.MainTest$Unready` cannot be instantiated",
                        "not here (MainTest.java:");
    }

    @Test
    void failedRunHasItsOwnExitCode() {
        assertThat(execute("failed")).isEqualTo(ExitCode.RUN_FAILED);

        assertThat(console.err()).isEmpty();
    }

    @Test
    void wrongArgumentNamesTheHelpOfItsCommand() {
        assertThat(execute("mistake", "--x")).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains("Try `./anabranch fail --help`.");
    }

    private int execute(String... args) {
        return Anabranch.commandLine(console.console(), List.of(new Fail()))
                .execute(Stream.concat(Stream.of("fail"), Stream.of(args)).toArray(String[]::new));
    }

    private static int deployed(Workflow<Long, Long> workflow) {
        try (Scenarios scenarios = Scenarios.seeded(1)) {
            return scenarios.of(workflow).run(1L).succeeded() ? ExitCode.OK : ExitCode.RUN_FAILED;
        }
    }

    /** A workflow whose definition throws. */
    static final class Torn implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            throw new UnsupportedOperationException("not yet");
        }
    }

    /** A task whose constructor throws. */
    public static final class Unready implements Task<Long, Long> {

        public Unready() {
            throw new IllegalStateException("not here");
        }

        @Override
        public Long run(Long number, TaskContext context) {
            return number;
        }
    }

    private static final class CallsUnready implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> number) {
            return flow.call(Unready.class, number);
        }
    }

    @Command(name = "fail")
    static final class Fail implements Callable<Integer> {

        @Parameters(index = "0")
        @SuppressWarnings("NullAway.Init")
        String how;

        @Override
        public Integer call() {
            return switch (how) {
                case "mistake" -> throw new UsageError("There is no workflow `x`.");
                case "bug" -> throw new IllegalStateException("broken");
                case "define" -> TracedWorkflow.of(new Torn()).findings().size();
                case "task" -> deployed(new CallsUnready());
                default -> ExitCode.RUN_FAILED;
            };
        }
    }
}
