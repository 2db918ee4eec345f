package dev.anabranch.cli.internal.terminal;

import dev.anabranch.client.internal.DeployedStack.NoSuchStack;
import dev.anabranch.client.internal.InputTooLarge;
import dev.anabranch.client.internal.transport.ApiRefused;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.embedded.internal.cloud.TaskUnusable;
import dev.anabranch.embedded.internal.local.DiskRefusesWrites;
import dev.anabranch.embedded.internal.local.FolderHolder.HolderSilent;
import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import dev.anabranch.workflow.InvalidDefinition;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into messages and exit codes: the only class that does. */
public final class ErrorReporter implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final PrintStream err;
    private final Terminal terminal;
    private final String launcher;

    /**
     * @param terminal what {@code err} is attached to
     * @param launcher how the user started the command line
     */
    public ErrorReporter(PrintStream err, Terminal terminal, String launcher) {
        this.err = err;
        this.terminal = terminal;
        this.launcher = launcher;
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        if (mistake.getCause() instanceof UsageError wrong) {
            return complain(wrong);
        }
        err.println(terminal.wrapped("anabranch: " + SafeText.ofLines(sentence(mistake))));
        String command =
                mistake.getCommandLine().getCommandSpec().qualifiedName().replaceFirst("^anabranch", "");
        err.println("Try `" + launcher + command + " --help`.");
        return ExitCode.WRONG_COMMAND;
    }

    /** Returns the message of picocli, or that of an unknown name with the name that was probably meant. */
    private static String sentence(ParameterException mistake) {
        CommandSpec command = mistake.getCommandLine().getCommandSpec();
        if (mistake instanceof UnmatchedArgumentException unmatched) {
            String written = unmatched.getUnmatched().get(0);
            if (unmatched.isUnknownOption()) {
                String name = written.replaceFirst("=.*", "");
                return "There is no option `" + name + "`."
                        + NearestName.hint(name, command.optionsMap().keySet());
            } else if (!command.subcommands().isEmpty()) {
                return "There is no command `" + written + "`."
                        + NearestName.hint(written, command.subcommands().keySet());
            }
        }
        String message = ended(String.valueOf(mistake.getMessage()));
        if (mistake.getArgSpec() == null || mistake.getValue() == null) {
            return message;
        }
        List<String> values = new ArrayList<>();
        Iterable<String> candidates = mistake.getArgSpec().completionCandidates();
        if (candidates != null) {
            candidates.forEach(values::add);
        }
        return message + NearestName.hint(mistake.getValue(), values);
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return explain(failure);
    }

    /** Prints the message of any exception, and returns the exit code. */
    public int explain(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ResultStream.PipeClosed) {
                return ExitCode.CLOSED_PIPE;
            }
            if (cause instanceof DamagedFile || cause instanceof DiskRefusesWrites) {
                return complain((RuntimeException) cause);
            }
        }
        if (failure instanceof UsageError wrong) {
            return complain(wrong);
        }
        if (failure instanceof RunRefused || failure instanceof InputTooLarge || failure instanceof NoSuchStack) {
            return complain((RuntimeException) failure);
        }
        if (failure instanceof ApiRefused refused) {
            int code = complain(refused);
            refused.findings().forEach(finding -> err.println("  " + SafeText.ofLines(finding)));
            return code;
        }
        if (failure instanceof ApiUnavailable unavailable) {
            complain(unavailable);
            return ExitCode.UNAVAILABLE;
        }
        if (failure instanceof DataFolderUnavailable
                || failure instanceof HolderSilent
                || failure instanceof TaskUnusable) {
            return complain((RuntimeException) failure);
        }
        Optional<String> limit = MachineLimits.explain(failure);
        if (limit.isPresent()) {
            err.println(terminal.wrapped("anabranch: " + SafeText.ofLines(limit.get())));
            return ExitCode.WRONG_COMMAND;
        }
        if (failure instanceof InvalidDefinition invalid) {
            err.println("anabranch: The workflow cannot be translated.");
            invalid.findings().forEach(finding -> err.println("  " + SafeText.ofLines(finding.toString())));
            return ExitCode.WRONG_COMMAND;
        }
        err.println("anabranch: This is a bug in Anabranch. Please report it with the following lines:");
        failure.printStackTrace(err);
        return ExitCode.BUG;
    }

    private int complain(RuntimeException mistake) {
        // Other modules do not know how the user starts commands.
        String sentence = String.valueOf(mistake.getMessage()).replace("`anabranch ", "`" + launcher + " ");
        err.println(terminal.wrapped("anabranch: " + SafeText.ofLines(ended(sentence))));
        return ExitCode.WRONG_COMMAND;
    }

    private static String ended(String sentence) {
        return sentence.matches("(?s).*[.!?]") ? sentence : sentence + ".";
    }
}
