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

/** The command {@code anabranch}: it only has subcommands. */
@Command(
        name = "anabranch",
        description = "Fan-out / fan-in workflows as typed Java, on AWS Step Functions and on a laptop.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the run failed",
            "2:the command cannot be carried out as given",
            "3:a bug in Anabranch",
            "4:the deployment cannot be reached, or lets us not in",
            "130:ended with Ctrl-C, which cancels what `run` and `rerun` run here"
        })
public final class Anabranch implements Runnable {

    /** The constructors of the subcommands, in the order in which {@code --help} shows them. */
    private static final List<Function<CommandContext, Object>> COMMANDS = List.of(
            ListCommand::new,
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
            ExplainCommand::new,
            DiagramCommand::new,
            TranslateCommand::new,
            ManifestCommand::new);

    @Option(
            names = "--log-file",
            paramLabel = "<file>",
            scope = ScopeType.INHERIT,
            description = "Append what the libraries log to this file; otherwise it is dropped.")
    void logTo(@Nullable Path file) {
        if (file != null) {
            LibraryLog.appendTo(file);
        }
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it
    CommandSpec spec;

    /** Runs one command and returns its {@link ExitCode}; reports failures on the standard error of the context. */
    public static int run(CommandContext console, String... args) {
        try {
            return commandLine(console).execute(args);
        } catch (Throwable failure) { // picocli lets Errors through
            return new ErrorReporter(console.err()).explain(failure);
        }
    }

    /** The parser with all subcommands, and with the one place where exceptions become messages. */
    public static CommandLine commandLine(CommandContext console) {
        return commandLine(console, COMMANDS);
    }

    public static CommandLine commandLine(CommandContext console, List<Function<CommandContext, Object>> commands) {
        CommandLine line = new CommandLine(new Anabranch());
        commands.forEach(command -> line.addSubcommand(command.apply(console)));
        // An argument that starts with @ is ours to read: picocli would take the file for more arguments.
        line.setExpandAtFiles(false);
        ErrorReporter complaints = new ErrorReporter(console.err());
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new EncodedWriter(console.out()).asPrintWriter())
                .setErr(new EncodedWriter(console.err()).asPrintWriter())
                .setParameterExceptionHandler(complaints)
                .setExecutionExceptionHandler(complaints);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do.");
    }
}
