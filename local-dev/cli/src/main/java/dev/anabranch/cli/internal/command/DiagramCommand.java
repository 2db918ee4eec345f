package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.explain.internal.diagram.Diagram;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.internal.check.Checks;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch diagram}. */
@Command(name = "diagram", description = "Print a workflow as a diagram.")
final class DiagramCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "The name of a workflow, as listed by `anabranch list`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String workflow;

    @Option(names = "--format", paramLabel = "<format>", description = "mermaid or svg. Default: mermaid.")
    private Format format = Format.MERMAID;

    private enum Format {
        MERMAID,
        SVG
    }

    DiagramCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        TracedWorkflow traced =
                TracedWorkflow.of(WorkflowCatalogue.onClassPath().get(workflow), new DefinitionThread());
        List<Finding> findings = new ArrayList<>(traced.findings());
        findings.addAll(Checks.of(traced.graph()));
        Checks.require(findings);
        Diagram diagram = Diagram.of(traced.graph());
        console.out().print(format == Format.SVG ? diagram.svg() : diagram.mermaid());
        return ExitCode.OK;
    }
}
