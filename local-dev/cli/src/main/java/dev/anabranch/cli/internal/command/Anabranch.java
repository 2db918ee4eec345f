package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.EncodedWriter;
import dev.anabranch.cli.internal.terminal.ErrorReporter;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.LibraryLog;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command {@code anabranch}, which only has subcommands. */
@Command(
        name = "anabranch",
        description = "Fan-out / fan-in workflows as typed Java, on AWS Step Functions and on a laptop.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:success",
            "1:the run failed",
            "2:wrong command, option or input",
            "3:a bug in Anabranch",
            "4:the deployment cannot be reached, fails or denies access",
            "130:interrupted with Ctrl-C; `run` and `rerun` cancel a local run"
        })
public final class Anabranch implements Runnable {

    /** The constructors of the subcommands, in the order in which {@code --help} shows them. */
    private static final List<Function<CommandContext, Object>> COMMANDS = List.of(
            NewCommand::new,
            ListCommand::new,
            DescribeCommand::new,
            RunCommand::new,
            StartCommand::new,
            RunsCommand::new,
            StatusCommand::new,
            ActionsCommand::new,
            ResultsCommand::new,
            RerunCommand::new,
            CancelCommand::new,
            DeleteCommand::new,
            OpenCommand::new,
            ServeCommand::new,
            RepairCommand::new,
            ExplainCommand::new,
            DiagramCommand::new,
            TranslateCommand::new,
            ManifestCommand::new);

    @Option(
            names = "--log-file",
            paramLabel = "<file>",
            scope = ScopeType.INHERIT,
            description = "Append the logs of libraries to this file. Default: they are discarded.")
    void logTo(@Nullable Path file) {
        if (file != null) {
            LibraryLog.appendTo(file);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    CommandSpec spec;

    /** Runs one command and returns its {@link ExitCode}; reports failures on the standard error of the context. */
    public static int run(CommandContext console, String... args) {
        try {
            return commandLine(console).execute(args);
        } catch (Throwable failure) { // picocli does not handle Errors
            return new ErrorReporter(console.err()).explain(failure);
        }
    }

    /** Returns the parser with all subcommands. {@link ErrorReporter} turns exceptions into messages and exit codes. */
    public static CommandLine commandLine(CommandContext console) {
        return commandLine(console, COMMANDS);
    }

    public static CommandLine commandLine(CommandContext console, List<Function<CommandContext, Object>> commands) {
        CommandLine line = new CommandLine(new Anabranch());
        commands.forEach(command -> line.addSubcommand(command.apply(console)));
        line.addSubcommand(new CommandLine.HelpCommand());
        // picocli would read an argument such as @input.json as a file with more arguments.
        line.setExpandAtFiles(false);
        ErrorReporter errors = new ErrorReporter(console.err());
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new EncodedWriter(console.out()).asPrintWriter())
                .setErr(new EncodedWriter(console.err()).asPrintWriter())
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
