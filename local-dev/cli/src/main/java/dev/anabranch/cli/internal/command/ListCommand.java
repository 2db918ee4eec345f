package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.workflow.Workflow;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The command {@code anabranch list}. */
@Command(
        name = "list",
        description = {
            "List the workflows on the class path with their descriptions.",
            "",
            "These are your own workflows if $" + WorkflowCatalogue.VARIABLE
                    + " names your folders of classes and jars, separated by colons; otherwise the examples."
        })
final class ListCommand implements Callable<Integer> {

    private final CommandContext console;

    ListCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        WorkflowCatalogue catalogue = WorkflowCatalogue.onClassPath();
        catalogue.emptiness().forEach(sentence -> console.err().println("anabranch: " + sentence));
        int widest = catalogue.workflows().stream()
                .mapToInt(workflow -> workflow.name().length())
                .max()
                .orElse(0);
        for (Workflow<?, ?> workflow : catalogue.workflows()) {
            String padding = " ".repeat(widest - workflow.name().length());
            console.out()
                    .println(SafeText.of(workflow.name() + padding + "  " + workflow.description())
                            .stripTrailing());
        }
        catalogue.problems().forEach(problem -> console.err().println("anabranch: " + SafeText.ofLines(problem)));
        return catalogue.problems().isEmpty() ? ExitCode.OK : ExitCode.WRONG_COMMAND;
    }
}
