package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.output.SchemaText;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.output.TextTable;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.translate.internal.manifest.Manifest.GraphEntry;
import dev.anabranch.translate.internal.manifest.Manifest.NodeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.TypeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch describe}. */
@Command(name = "describe", description = "Describe a workflow: its input with an example, its output and its nodes.")
final class DescribeCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "The name of a workflow, as listed by `anabranch list`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String name;

    DescribeCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Workflow<?, ?> workflow = WorkflowCatalogue.onClassPath().get(name);
        WorkflowEntry entry = Manifest.of(Definition.of(workflow, Target.AWS, new DefinitionThread()))
                .workflows()
                .get(0);
        PrintStream out = console.out();
        out.println((name + ": " + workflow.description()).replaceAll(": $", ""));
        out.println();
        type("Input", entry.input());
        out.println();
        example(new SchemaText(entry.input().schema()));
        out.println();
        type("Output", entry.output());
        out.println();
        nodes(entry.graph());
        return ExitCode.OK;
    }

    /** If no field is required, the example has none: the workflow may refuse some combinations of them. */
    private void example(SchemaText input) {
        JsonNode example = input.example();
        String run = "Example: " + console.host().launcher() + " run " + ShellWord.of(name);
        if (input.isOptional()) {
            console.out().println(run);
            console.out().println("All fields, each of which can be left out: " + example);
        } else {
            boolean isDefault = input.type().equals("null") || (example.isObject() && example.isEmpty());
            console.out().println(isDefault ? run : run + " --input " + ShellWord.of(example.toString()));
        }
    }

    private void type(String title, TypeEntry type) {
        SchemaText text = new SchemaText(type.schema());
        console.out().println(title + ": " + text.type());
        text.fields().forEach(console.out()::println);
    }

    /** A wait for an answer has no function; that for a callback has the one that starts the work. */
    private static String kind(NodeEntry node) {
        return node.kind().equals("await") && !node.function().isEmpty() ? "callback" : node.kind();
    }

    private void nodes(GraphEntry graph) {
        TextTable table = new TextTable("NODE", "KIND", "TASK", "INSIDE", "DEFINED AT");
        for (NodeEntry node : graph.nodes()) {
            if (!node.added()) {
                table.row(node.id(), kind(node), node.function(), node.in(), node.line());
            }
        }
        table.print(console.out());
    }
}
