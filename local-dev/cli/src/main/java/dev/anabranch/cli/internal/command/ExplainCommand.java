package dev.anabranch.cli.internal.command;

import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.explain.internal.cost.AssumedWidths;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.explain.internal.report.Explanation;
import dev.anabranch.runs.internal.graph.NearestName;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.RunGraphs;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code anabranch explain}. */
@Command(
        name = "explain",
        description = {
            "Explain how a workflow would run on AWS and why, what it costs and how close it comes to AWS's quotas.",
            "",
            "The workflow is not run. The output includes the prices and assumptions."
        })
final class ExplainCommand implements Callable<Integer> {

    private final CommandContext console;

    @Parameters(paramLabel = "<workflow>", description = "The name of a workflow, as listed by `anabranch list`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String workflow;

    @Option(
            names = "--width",
            paramLabel = "<items>|<node>=<items>",
            split = ",",
            description =
                    "The number of items of all fan-outs; each number is a separate case. <node>=<items> sets the number"
                            + " of items of one fan-out, or of the fan-out of that node, in every case. Default:"
                            + " 10,1000,1000000, and 10 for fan-outs inside others.")
    private List<String> widths = List.of();

    @Option(names = "--target", paramLabel = "<target>", description = "aws or localstack. Default: aws.")
    private Target target = Target.AWS;

    @Option(
            names = "--action-ms",
            paramLabel = "<ms>",
            description = "The duration of an action, in milliseconds. Default: 200.")
    private @Nullable Long actionMillis;

    @Option(
            names = "--result-bytes",
            paramLabel = "<bytes>",
            description = "The size of a result, in bytes. Default: 200.")
    private @Nullable Long resultBytes;

    @Option(
            names = "--item-bytes",
            paramLabel = "<bytes>",
            description = "The size of an item, in bytes. Default: 200.")
    private @Nullable Long itemBytes;

    @Option(
            names = "--account-functions",
            paramLabel = "<n>",
            description = "The account's quota of concurrent function executions. Default: 1000; a new account has 10.")
    private @Nullable Integer concurrentFunctions;

    @Option(
            names = "--account-transitions",
            paramLabel = "<n>",
            description = "The account's quota of state transitions per second. Default: 5000; a new account has less.")
    private @Nullable Integer transitionsPerSecond;

    @Option(names = "--x86", description = "Compute the cost of functions on x86_64 instead of arm64.")
    private boolean x86;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean json;

    ExplainCommand(CommandContext console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Definition definition =
                Definition.of(WorkflowCatalogue.onClassPath().get(workflow), target, new DefinitionThread());
        Explanation explanation = explain(definition);
        console.out()
                .print(
                        json
                                ? explanation.json()
                                : explanation.text(console.terminal().unicode()));
        return ExitCode.OK;
    }

    /** Explains a definition as the command does without options. */
    static Explanation withDefaults(Definition definition) {
        Map<String, Long> own = Explanation.nestedWidths(definition.plan().graph());
        return Explanation.of(definition, Explanation.WIDTHS, own, Assumptions.DEFAULT, PriceList.US_EAST_1);
    }

    private Explanation explain(Definition definition) {
        Graph graph = definition.plan().graph();
        List<Long> all = new ArrayList<>();
        Map<String, Long> own = new LinkedHashMap<>();
        for (String width : widths) {
            int equals = width.indexOf('=');
            if (equals < 0) {
                all.add(number(width, width));
            } else {
                String name = width.substring(0, equals).strip();
                Long before = own.put(fanOut(definition, name), number(width.substring(equals + 1), width));
                if (before != null) {
                    throw new UsageError("`--width` sets the number of items of `" + name
                            + "` twice. It applies to every case, so set it once.");
                }
            }
        }
        if (all.isEmpty()) {
            Explanation.nestedWidths(graph).forEach(own::putIfAbsent);
        }
        try {
            return Explanation.of(definition, cases(graph, all, own), own, assumptions(), PriceList.US_EAST_1);
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns the numbers of items to show; a single one if each fan-out has the number that was set for it. */
    private static List<Long> cases(Graph graph, List<Long> all, Map<String, Long> own) {
        boolean allSet = !own.isEmpty() && AssumedWidths.of(graph, 1, own).equals(AssumedWidths.of(graph, 2, own));
        if (!allSet) {
            return all.isEmpty() ? Explanation.WIDTHS : all;
        }
        if (!all.isEmpty()) {
            throw new UsageError("`--width` has the number " + all.get(0)
                    + ", but the number of items of each fan-out is set by its name. Remove one of them: `--width "
                    + all.get(0) + "` is a case for all fan-outs.");
        }
        return List.of(own.values().iterator().next());
    }

    /** Returns the id of the fan-out or loop that a name means: its id, or the name of a node that runs for each item. */
    private static String fanOut(Definition definition, String name) {
        List<String> written = RunGraphs.of(definition.plan()).names();
        Map<String, String> ids = new LinkedHashMap<>();
        List<String> shown = new ArrayList<>();
        for (Node node : definition.plan().graph().nodes()) {
            if (node instanceof Node.FanOut || node instanceof Node.Repeat) {
                List<String> inside = node.scopes().get(0).nodes().stream()
                        .filter(inner -> inner.scopes().isEmpty())
                        .map(Node::id)
                        .filter(written::contains)
                        .toList();
                inside.forEach(inner -> ids.putIfAbsent(inner, node.id()));
                ids.put(node.id(), node.id());
                shown.add(shown(node.id(), inside));
            }
        }
        String id = ids.get(name);
        if (id == null) {
            throw new UsageError("There is no fan-out or loop `" + name + "`." + NearestName.hint(name, ids.keySet())
                    + (shown.isEmpty()
                            ? " The workflow has none, so remove this width."
                            : " There are: " + String.join(", ", shown) + "."));
        }
        return id;
    }

    /** Returns the names of a fan-out or loop; a name that was generated from that of a node in it is left out. */
    private static String shown(String id, List<String> inside) {
        String others = "`" + String.join("`, `", inside) + "`";
        return inside.isEmpty()
                ? "`" + id + "`"
                : id.endsWith(" " + inside.get(0)) ? others : "`" + id + "` (or " + others + ")";
    }

    private Assumptions assumptions() {
        Assumptions.Builder assumptions = Assumptions.DEFAULT.toBuilder().arm64(!x86);
        if (actionMillis != null) {
            assumptions.actionMillis(actionMillis);
        }
        if (resultBytes != null) {
            assumptions.resultBytes(resultBytes);
        }
        if (itemBytes != null) {
            assumptions.itemBytes(itemBytes);
        }
        if (concurrentFunctions != null) {
            assumptions.concurrentFunctions(concurrentFunctions);
        }
        if (transitionsPerSecond != null) {
            assumptions.transitionsPerSecond(transitionsPerSecond);
        }
        return assumptions.build();
    }

    private static long number(String digits, String argument) {
        try {
            return Long.parseLong(digits.strip().replace("_", ""));
        } catch (NumberFormatException e) {
            throw new UsageError(
                    "`--width` has `" + argument + "`, but must be a number of items or `<node>=<items>`, such as"
                            + " `--width 10,1000` or `--width \"cells=5\"`.",
                    e);
        }
    }
}
