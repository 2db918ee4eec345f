package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.cli.internal.terminal.ExitCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class HelpTest {

    private final TestConsole console = new TestConsole();

    private Stream<CommandSpec> commands() {
        return Anabranch.commandLine(console.console()).getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(command -> !command.name().equals("help"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run survey --imput {}    | anabranch: There is no option `--imput`. Did you mean `--input`?",
                "logs RUN --levle=WARN    | anabranch: There is no option `--levle`. Did you mean `--level`?",
                "rum survey               | anabranch: There is no command `rum`. Did you mean `run`?",
                "teleport                 | anabranch: There is no command `teleport`.",
                "runs --status FALED      | Did you mean `FAILED`?",
                "actions RUN --format cvs | Did you mean `CSV`?"
            })
    void misspelledNamesAreCorrected(String command, String message) {
        assertThat(Anabranch.run(console.console(), command.split(" "))).isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains(message).contains("Try `");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--out", "--data", "--settings", "--log-file"})
    void emptyNamesOfFilesAndFoldersAreRefused(String option) {
        assertThat(Anabranch.run(console.console(), "run", "land-cover", option, ""))
                .isEqualTo(ExitCode.WRONG_COMMAND);

        assertThat(console.err()).contains("'" + option + "'", "it is empty. Name a file or folder");
    }

    /** The console wraps lines, so a description with a line break inside a sentence would be broken twice. */
    @Test
    void descriptionsAreBrokenOnlyBetweenSentences() {
        List<String> lines = new ArrayList<>();
        commands().forEach(command -> {
            lines.addAll(Arrays.asList(command.usageMessage().description()));
            command.options().forEach(option -> lines.addAll(Arrays.asList(option.description())));
        });

        assertThat(lines).hasSizeGreaterThan(100).allMatch(line -> line.isEmpty() || line.matches(".*[.:]"));
    }

    @Test
    void exitCodesAreThoseOfTheCommand() {
        assertThat(codes("run")).containsExactly("0", "1", "2", "3", "130", "141");
        assertThat(codes("rerun")).containsExactly("0", "1", "2", "3", "4", "130", "141");
        assertThat(codes("logs")).containsExactly("0", "2", "3", "4", "130", "141");
        assertThat(codes("list")).containsExactly("0", "2", "3", "141");
        assertThat(codes("repair")).containsExactly("0", "1", "2", "3", "141");
    }

    private List<String> codes(String name) {
        CommandSpec found = commands()
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow();
        return List.copyOf(found.usageMessage().exitCodeList().keySet());
    }

    @Test
    void linesOfAllHelpTextsHaveAtMost80Columns() {
        commands().forEach(command -> {
            TestConsole own = new TestConsole();
            assertThat(Anabranch.run(own.console(), command.name(), "--help")).isEqualTo(ExitCode.OK);
            assertThat(own.out().lines()).as(command.name()).allMatch(line -> line.length() <= 80);
        });
    }

    @Test
    void completionScriptHasAllCommandsAndOptions() {
        assertThat(Anabranch.run(console.console(), "completion", "bash")).isEqualTo(ExitCode.OK);
        String script = console.out();

        commands().forEach(command -> assertThat(script).contains(command.name()));
        assertThat(script).contains("--follow", "--only-failed", "complete -F", "ZSH_VERSION");
        TestConsole zsh = new TestConsole();
        assertThat(Anabranch.run(zsh.console(), "completion", "zsh")).isEqualTo(ExitCode.OK);
        assertThat(zsh.out()).isEqualTo(script);
        assertThat(Anabranch.run(console.console(), "completion", "fish")).isEqualTo(ExitCode.WRONG_COMMAND);
        assertThat(console.err()).contains("BASH, ZSH");
    }
}
