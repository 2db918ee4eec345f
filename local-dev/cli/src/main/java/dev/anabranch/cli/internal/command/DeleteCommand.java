package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.OpenRuns;
import dev.anabranch.cli.internal.location.RunTarget;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch delete}. */
@Command(name = "delete", description = "Delete runs with their records, results and files.")
final class DeleteCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<run>", arity = "1..*", description = "The ids of runs, as listed by `anabranch runs`.")
    private List<String> runs = List.of();

    @Mixin
    private RunTarget target = new RunTarget();

    DeleteCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        try (OpenRuns open = target.open(console)) {
            for (String run : runs) {
                open.client().delete(run);
                console.out().println(run + " deleted");
            }
        }
        return ExitCode.OK;
    }
}
