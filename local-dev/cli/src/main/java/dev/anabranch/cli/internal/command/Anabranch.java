package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.EncodedWriter;
import dev.anabranch.cli.internal.terminal.ErrorReporter;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.LibraryLog;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code anabranch}, which only has subcommands. */
@Command(
        name = "anabranch",
        description = "Fan-out / fan-in workflows as typed Java, on AWS Step Functions and on a laptop.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        scope = ScopeType.INHERIT,
        exitCodeListHeading = "%nExit codes:%n")
public final class Anabranch implements Runnable {

    /** The names of the subcommands, in the order in which {@code --help} shows them. */
    private static final List<String> COMMANDS = List.of(
            "new",
            "dev",
            "list",
            "describe",
            "run",
            "start",
            "runs",
            "status",
            "actions",
            "results",
            "logs",
            "rerun",
            "cancel",
            "waiting",
            "signal",
            "callback",
            "delete",
            "open",
            "console",
            "serve",
            "repair",
            "explain",
            "diagram",
            "translate",
            "manifest",
            "completion");

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
            return parser(console, args).execute(args);
        } catch (LinkageError failure) {
            // Often there are too few file descriptors to open a jar, and then the reporter cannot be loaded either.
            throw failure;
        } catch (Throwable failure) { // picocli does not handle Errors
            return new ErrorReporter(
                            console.err(), console.terminal(), console.host().launcher())
                    .explain(failure);
        }
    }

    /**
     * Returns the parser with only the subcommand that the first argument names, because picocli reflects on all fields
     * of each; otherwise with all of them.
     */
    private static CommandLine parser(CommandContext console, String... args) {
        return args.length == 0 || !COMMANDS.contains(args[0])
                ? commandLine(console)
                : commandLine(console, List.of(command(args[0], console)));
    }

    /** Returns the parser with all subcommands. */
    public static CommandLine commandLine(CommandContext console) {
        List<Object> all = new ArrayList<>();
        COMMANDS.forEach(name -> all.add(command(name, console)));
        all.add(new CommandLine.HelpCommand());
        return commandLine(console, all);
    }

    private static Object command(String name, CommandContext console) {
        return switch (name) {
            case "new" -> new NewCommand(console);
            case "dev" -> new DevCommand(console);
            case "list" -> new ListCommand(console);
            case "describe" -> new DescribeCommand(console);
            case "run" -> new RunCommand(console);
            case "start" -> new StartCommand(console);
            case "runs" -> new RunsCommand(console);
            case "status" -> new StatusCommand(console);
            case "actions" -> new ActionsCommand(console);
            case "results" -> new ResultsCommand(console);
            case "logs" -> new LogsCommand(console);
            case "rerun" -> new RerunCommand(console);
            case "cancel" -> new CancelCommand(console);
            case "waiting" -> new WaitingCommand(console);
            case "signal" -> new SignalCommand(console);
            case "callback" -> new CallbackCommand(console);
            case "delete" -> new DeleteCommand(console);
            case "open" -> new OpenCommand(console);
            case "console" -> new ConsoleCommand(console);
            case "serve" -> new ServeCommand(console);
            case "repair" -> new RepairCommand(console);
            case "explain" -> new ExplainCommand(console);
            case "diagram" -> new DiagramCommand(console);
            case "translate" -> new TranslateCommand(console);
            case "manifest" -> new ManifestCommand(console);
            case "completion" -> new CompletionCommand(console);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /**
     * Returns the parser with these subcommands. {@link ErrorReporter} turns exceptions into messages and exit codes.
     */
    public static CommandLine commandLine(CommandContext console, List<Object> commands) {
        CommandLine line = new CommandLine(new Anabranch());
        for (Object command : commands) {
            line.addSubcommand(command);
        }
        line.getSubcommands().forEach((name, command) -> command.getCommandSpec()
                .usageMessage()
                .exitCodeList(exitCodes(name, command.getCommandSpec())));
        line.getCommandSpec().usageMessage().exitCodeList(exitCodes("", line.getCommandSpec()));
        // picocli would read an argument such as @input.json as a file with more arguments.
        line.setExpandAtFiles(false);
        ErrorReporter errors = new ErrorReporter(
                console.err(), console.terminal(), console.host().launcher());
        return line.registerConverter(Path.class, Anabranch::path)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new EncodedWriter(console.out()).asPrintWriter())
                .setErr(new EncodedWriter(console.err()).asPrintWriter())
                .setParameterExceptionHandler(errors)
                .setExecutionExceptionHandler(errors);
    }

    /** Converts the name of a file or folder. An empty name would be the current folder. */
    private static Path path(String name) {
        if (name.isBlank()) {
            throw new TypeConversionException("it is empty. Name a file or folder, or leave the option out.");
        }
        return Path.of(name);
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
        codes.put("141", "the reader of standard output closed it, as head does");
        return codes;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
