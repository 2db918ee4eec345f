package dev.anabranch.cli;

import dev.anabranch.check.InvalidDefinition;
import dev.anabranch.client.ApiRefused;
import dev.anabranch.client.ApiUnavailable;
import dev.anabranch.client.DeployedStack.NoSuchStack;
import dev.anabranch.client.InputTooLarge;
import dev.anabranch.cloud.DataFolder.DataFolderUnavailable;
import dev.anabranch.embedded.TaskUnusable;
import dev.anabranch.engine.journal.DamagedFile;
import dev.anabranch.run.RunRefused;
import java.io.PrintStream;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns exceptions into messages and exit codes; nobody else does. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {

    private final PrintStream err;

    Complaints(PrintStream err) {
        this.err = err;
    }

    @Override
    public int handleParseException(ParameterException mistake, String[] args) {
        if (mistake.getCause() instanceof WrongCommand wrong) {
            return complain(wrong);
        }
        complain(mistake);
        PrintWriter suggestions = new EncodedWriter(err).asPrintWriter();
        UnmatchedArgumentException.printSuggestions(mistake, suggestions);
        suggestions.flush();
        err.println("Try `" + mistake.getCommandLine().getCommandSpec().qualifiedName() + " --help`.");
        return ExitCode.WRONG_COMMAND;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        return explain(failure);
    }

    /** For whatever reached the top. */
    int explain(Throwable failure) {
        if (failure instanceof WrongCommand wrong) {
            return complain(wrong);
        }
        if (failure instanceof RunRefused || failure instanceof InputTooLarge || failure instanceof NoSuchStack) {
            return complain((RuntimeException) failure);
        }
        if (failure instanceof ApiRefused refused) {
            int code = complain(refused);
            refused.findings().forEach(finding -> err.println("  " + finding));
            return code;
        }
        if (failure instanceof ApiUnavailable unavailable) {
            complain(unavailable);
            return ExitCode.UNAVAILABLE;
        }
        if (failure instanceof DataFolderUnavailable
                || failure instanceof DamagedFile
                || failure instanceof TaskUnusable) {
            return complain((RuntimeException) failure);
        }
        if (failure instanceof InvalidDefinition invalid) {
            err.println("anabranch: The workflow cannot be translated.");
            invalid.findings().forEach(finding -> err.println("  " + finding));
            return ExitCode.WRONG_COMMAND;
        }
        err.println("anabranch: This is a bug in Anabranch. Please report it with the lines below.");
        failure.printStackTrace(err);
        return ExitCode.BUG;
    }

    private int complain(RuntimeException mistake) {
        String sentence = String.valueOf(mistake.getMessage());
        err.println("anabranch: " + (sentence.matches("(?s).*[.!?]") ? sentence : sentence + "."));
        return ExitCode.WRONG_COMMAND;
    }
}
