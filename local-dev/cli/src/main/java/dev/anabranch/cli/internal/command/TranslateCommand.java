package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch translate}. */
@Command(
        name = "translate",
        description = {
            "Print the state machine of a workflow in Amazon States Language.",
            "",
            "$${Table}, $${Bucket} and the names of functions are placeholders that are replaced on deployment."
        })
final class TranslateCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "The name of a workflow, as listed by `anabranch list`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String workflow;

    @Option(
            names = "--target",
            paramLabel = "<target>",
            description = "The target: ${COMPLETION-CANDIDATES}. Default: AWS.")
    private Target target = Target.AWS;

    TranslateCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Definition definition =
                Definition.of(WorkflowCatalogue.onClassPath().get(workflow), target, new DefinitionThread());
        console.out().print(definition.translate().pretty());
        return ExitCode.OK;
    }
}
