package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch completion}. */
@Command(
        name = "completion",
        description = {
            "Print a script that completes commands and options in a shell.",
            "",
            "For bash: eval \"$(anabranch completion bash)\" in ~/.bashrc.",
            "For zsh: eval \"$(anabranch completion zsh)\" in ~/.zshrc."
        })
final class CompletionCommand implements Callable<Integer> {

    private final CommandContext console;

    /** The supported shells. */
    enum Shell {
        BASH,
        ZSH
    }

    @Parameters(paramLabel = "<shell>", description = "bash or zsh.")
    @SuppressWarnings({"NullAway.Init", "UnusedVariable"}) // set by picocli, which refuses other shells
    private Shell shell;

    CompletionCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        // The script finds out which of the shells runs it.
        console.out().print(AutoComplete.bash("anabranch", Anabranch.commandLine(console)));
        return ExitCode.OK;
    }
}
