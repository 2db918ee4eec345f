package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.embedded.internal.cloud.DefinitionThread;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Target;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code anabranch translate}. */
@Command(
        name = "translate",
        description = {
            "Write a workflow as a state machine, in Amazon States Language.",
            "",
            "$${Table}, $${Bucket} and the names of functions in it are replaced when it is deployed."
        })
final class TranslateCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "A name that `anabranch list` shows.")
    @SuppressWarnings("NullAway.Init") // picocli fills it
    private String workflow;

    @Option(
            names = "--target",
            paramLabel = "<target>",
            description = "Where it is to run: ${COMPLETION-CANDIDATES}. AWS if left out.")
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
