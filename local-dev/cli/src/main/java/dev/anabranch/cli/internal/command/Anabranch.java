package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.EncodedWriter;
import dev.anabranch.cli.internal.terminal.ErrorReporter;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.LibraryLog;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        exitCodeListHeading = "%nExit codes:%n")
public final class Anabranch implements Runnable {

    /** The constructors of the subcommands by name, in the order in which {@code --help} shows them. */
    private static final Map<String, Function<CommandContext, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("new", NewCommand::new);
        COMMANDS.put("dev", DevCommand::new);
        COMMANDS.put("list", ListCommand::new);
        COMMANDS.put("describe", DescribeCommand::new);
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("start", StartCommand::new);
        COMMANDS.put("runs", RunsCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("actions", ActionsCommand::new);
        COMMANDS.put("results", ResultsCommand::new);
        COMMANDS.put("logs", LogsCommand::new);
        COMMANDS.put("rerun", RerunCommand::new);
        COMMANDS.put("cancel", CancelCommand::new);
        COMMANDS.put("waiting", WaitingCommand::new);
        COMMANDS.put("signal", SignalCommand::new);
        COMMANDS.put("callback", CallbackCommand::new);
        COMMANDS.put("delete", DeleteCommand::new);
        COMMANDS.put("open", OpenCommand::new);
        COMMANDS.put("console", ConsoleCommand::new);
        COMMANDS.put("serve", ServeCommand::new);
        COMMANDS.put("repair", RepairCommand::new);
        COMMANDS.put("explain", ExplainCommand::new);
        COMMANDS.put("diagram", DiagramCommand::new);
        COMMANDS.put("translate", TranslateCommand::new);
        COMMANDS.put("manifest", ManifestCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
    }

    /** The commands that follow a run, so that Ctrl-C interrupts them. */
    private static final Set<String> FOLLOWING = Set.of("start", "status", "results", "logs");

    /** The commands that run a workflow in this process, so that Ctrl-C cancels the run. */
    private static final Set<String> RUNNING = Set.of("run", "rerun");

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
            return commandLine(console, needed(args)).execute(args);
        } catch (LinkageError failure) {
            // Often there are too few file descriptors to open a jar, and then the reporter cannot be loaded either.
            throw failure;
        } catch (Throwable failure) { // picocli does not handle Errors
            return new ErrorReporter(console.err(), console.host().launcher()).explain(failure);
        }
    }

    /**
     * Returns only the subcommand that the first argument names, because picocli reflects on all fields of each;
     * otherwise all of them.
     */
    private static Collection<Function<CommandContext, Object>> needed(String... args) {
        Function<CommandContext, Object> named = args.length == 0 ? null : COMMANDS.get(args[0]);
        return named == null ? COMMANDS.values() : List.of(named);
    }

    /** Returns the parser with all subcommands. */
    public static CommandLine commandLine(CommandContext console) {
        return commandLine(console, COMMANDS.values());
    }

    /**
     * Returns the parser with these subcommands. {@link ErrorReporter} turns exceptions into messages and exit codes.
     */
    public static CommandLine commandLine(
            CommandContext console, Collection<Function<CommandContext, Object>> commands) {
        CommandLine line = new CommandLine(new Anabranch());
        commands.forEach(command -> line.addSubcommand(command.apply(console)));
        line.addSubcommand(new CommandLine.HelpCommand());
        line.getSubcommands().forEach((name, command) -> command.getCommandSpec()
                .usageMessage()
                .exitCodeList(exitCodes(name, command.getCommandSpec())));
        line.getCommandSpec().usageMessage().exitCodeList(exitCodes("", line.getCommandSpec()));
        // picocli would read an argument such as @input.json as a file with more arguments.
        line.setExpandAtFiles(false);
        ErrorReporter errors = new ErrorReporter(console.err(), console.host().launcher());
        return line.setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new EncodedWriter(console.out()).asPrintWriter())
                .setErr(new EncodedWriter(console.err()).asPrintWriter())
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    /** Returns the {@link ExitCode}s that a command can have, with their meanings. */
    private static Map<String, String> exitCodes(String name, CommandSpec command) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put("0", "success");
        if (RUNNING.contains(name) || name.equals("start") || name.equals("status")) {
            codes.put("1", "the run failed");
        } else if (name.equals("repair")) {
            codes.put("1", "data is lost");
        }
        codes.put("2", "wrong command, option or input");
        codes.put("3", "a bug in Anabranch");
        if (command.findOption("--stack") != null) {
            codes.put("4", "the deployment cannot be reached, fails or denies access");
        }
        if (RUNNING.contains(name)) {
            codes.put("130", "interrupted with Ctrl-C, which cancels a run in this process");
        } else if (FOLLOWING.contains(name)) {
            codes.put("130", "interrupted with Ctrl-C; the run continues");
        }
        return codes;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
