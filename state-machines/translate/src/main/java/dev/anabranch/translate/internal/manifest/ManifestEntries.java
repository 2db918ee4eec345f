package dev.anabranch.translate.internal.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.emit.Translation;
import dev.anabranch.translate.internal.manifest.Manifest.AnswerEntry;
import dev.anabranch.translate.internal.manifest.Manifest.EdgeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.FunctionEntry;
import dev.anabranch.translate.internal.manifest.Manifest.GraphEntry;
import dev.anabranch.translate.internal.manifest.Manifest.NodeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.PartEntry;
import dev.anabranch.translate.internal.manifest.Manifest.Placeholder;
import dev.anabranch.translate.internal.manifest.Manifest.TypeEntry;
import dev.anabranch.translate.internal.manifest.Manifest.WorkflowEntry;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.translate.internal.plan.StopCalls;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Creates the entries of a manifest. */
final class ManifestEntries {

    /** The packages of Anabranch's own tasks. */
    private static final List<String> OWN_TASKS =
            List.of("dev.anabranch.runtime.internal.action.", "dev.anabranch.runs.internal.process.");

    private ManifestEntries() {}

    static Manifest manifest(List<Definition> definitions) {
        Set<String> names = new HashSet<>();
        Set<Target> targets = new LinkedHashSet<>();
        for (Definition definition : definitions) {
            String name = definition.plan().graph().workflow();
            targets.add(definition.plan().target());
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "Two workflows are named `" + name + "`. Override `name()` of one of them.");
            }
        }
        if (targets.size() > 1) {
            throw new IllegalArgumentException(
                    "A manifest is for one target, but the definitions are for " + targets + ".");
        }
        Target target = targets.isEmpty() ? Target.AWS : targets.iterator().next();
        return new Manifest(
                Manifest.VERSION,
                target.name().toLowerCase(Locale.ROOT),
                definitions.stream()
                        .sorted(Comparator.comparing(
                                definition -> definition.plan().graph().workflow()))
                        .map(ManifestEntries::workflow)
                        .toList());
    }

    private static WorkflowEntry workflow(Definition definition) {
        Plan plan = definition.plan();
        Graph graph = plan.graph();
        Translation translation = definition.translate();
        Set<FunctionPlan> functions = new LinkedHashSet<>(plan.functions().values());
        List<Placeholder> placeholders = new ArrayList<>();
        placeholders.add(new Placeholder("Table", "table"));
        placeholders.add(new Placeholder("Bucket", "bucket"));
        functions.forEach(function -> placeholders.add(new Placeholder(function.id(), "function")));
        graph.nodes().stream()
                .filter(node -> node instanceof Node.SubRun)
                .map(node -> new Placeholder(Plan.machine((Node.SubRun) node), "machine"))
                .distinct()
                .forEach(placeholders::add);
        String text = translation.pretty();
        placeholders.removeIf(placeholder -> !text.contains("${" + placeholder.name() + "}"));
        return new WorkflowEntry(
                graph.workflow(),
                graph.workflow() + ".asl.json",
                text,
                placeholders,
                functions.stream()
                        .map(function -> new FunctionEntry(
                                function.id(),
                                function.task(),
                                function.memoryMb(),
                                function.timeoutSeconds(),
                                function.needs().settings(),
                                function.needs().secrets()))
                        .toList(),
                TypeEntry.of(graph.inputType().text(), RequiredFields.of(graph)),
                TypeEntry.of(graph.outputType().text(), List.of()),
                plan.inlineBytes(),
                graph(plan),
                PermissionCollector.of(plan, translation));
    }

    static GraphEntry graph(Plan plan) {
        List<NodeEntry> nodes = new ArrayList<>();
        Set<EdgeEntry> edges = new LinkedHashSet<>();
        scope(plan, plan.graph().root(), "", nodes, edges);
        plan.graph()
                .onFailure()
                .ifPresent(call ->
                        scope(plan, new Scope(List.of(call), new Expr.Constant(NullNode.instance)), "", nodes, edges));
        return new GraphEntry(
                nodes,
                List.copyOf(edges),
                Fingerprint.of(plan.graph().root().output()),
                plan.graph().limitSeconds().isPresent()
                        ? plan.graph().limitSeconds().getAsLong()
                        : null);
    }

    private static void scope(Plan plan, Scope scope, String in, List<NodeEntry> nodes, Set<EdgeEntry> edges) {
        for (Node node : scope.nodes()) {
            nodes.add(new NodeEntry(
                    node.id(),
                    plan.graph().onFailure().filter(node::equals).isPresent() ? "on-failure" : kind(node),
                    node.functionCall().isPresent()
                            ? Objects.requireNonNull(plan.functions().get(node.id()))
                                    .id()
                            : "",
                    in,
                    node.group().orElse(""),
                    node.line(),
                    node instanceof Node.Call call && isAdded(call),
                    node.functionCall()
                            .map(call -> call.options().maxRetries() + 1)
                            .orElse(0),
                    node instanceof Node.FanOut fanOut
                            && fanOut.options().tolerance().isPresent(),
                    Fingerprint.of(node),
                    input(node),
                    node instanceof Node.Await await
                            ? new AnswerEntry(
                                    await.type().text(),
                                    TypeSchema.of(await.type().text()),
                                    constants(await.prompt()))
                            : null,
                    node instanceof Node.FanOut fanOut
                                    && fanOut.options().successes().isPresent()
                            ? ResultDemand.of(plan.graph())
                                    .check(fanOut.id())
                                    .map(Node.Call::id)
                                    .orElse(null)
                            : null,
                    node instanceof Node.SubRun run ? run.child().workflow() : null,
                    null,
                    node instanceof Node.FanOut fanOut
                            ? fanOut.options().label().orElse(null)
                            : null));
            if (StopCalls.isNeeded(node)) {
                ResultDemand.of(plan.graph()).stops().in(node).forEach(stop -> nodes.add(stop(plan, stop)));
            }
            if (node instanceof Node.Repeat repeat) {
                nodes.add(limit(repeat));
            }
            node.inputs().forEach(input -> OutsideValues.sources(input).forEach(source -> edge(source, node, edges)));
            if (node instanceof Node.When when) {
                // The value of a branch may come from outside the conditional; the edge from the condition stays first.
                node.scopes().forEach(side -> OutsideValues.sources(side.output()).stream()
                        .filter(source -> OutsideValues.of(when).contains(source))
                        .forEach(source -> edge(source, node, edges)));
            }
            if (node instanceof Node.Guard guard) {
                OutsideValues.sources(guard.body().output()).stream()
                        .filter(source -> OutsideValues.of(guard).contains(source))
                        .forEach(source -> edge(source, node, edges));
            }
            if (node instanceof Node.Guard guard) {
                guard.cleanup().ifPresent(cleanup -> Scope.nodesIn(cleanup).forEach(step -> {
                    edges.add(new EdgeEntry(guard.id(), step.id(), "cleanup"));
                    if (step instanceof Node.Repeat loop) {
                        edges.add(new EdgeEntry(guard.id(), loop.limit(), "cleanup"));
                    }
                }));
            }
            node.after().forEach(earlier -> edges.add(new EdgeEntry(earlier, node.id(), "order")));
            node.scopes().forEach(inner -> scope(plan, inner, node.id(), nodes, edges));
        }
    }

    /** Returns whether a call was not in the definition. List functions are Anabranch's own tasks, but are in it. */
    private static boolean isAdded(Node.Call call) {
        String task = call.task().className();
        return OWN_TASKS.stream().anyMatch(task::startsWith) && !task.equals(ListFunction.class.getName());
    }

    /** Returns the sources of a node's input. That of a loop is the call whose results are those of its rounds. */
    private static List<PartEntry> input(Node node) {
        if (node instanceof Node.Repeat repeat) {
            return List.of(new PartEntry("", "previous", repeat.state(), List.of()));
        }
        return node instanceof Node.Await await
                ? InputParts.of(await.prompt())
                : node.functionCall().map(call -> InputParts.of(call.input())).orElse(List.of());
    }

    /** Returns the entry of the action that the state machine records if a loop has too many rounds. */
    private static NodeEntry limit(Node.Repeat repeat) {
        return new NodeEntry(
                repeat.limit(),
                "call",
                "",
                repeat.id(),
                repeat.group().orElse(""),
                repeat.line(),
                true,
                1,
                false,
                Fingerprint.of(repeat),
                List.of(),
                null,
                null,
                null,
                null,
                null);
    }

    /** Returns the entry of a call that ends what is stopped in a scope. */
    private static NodeEntry stop(Plan plan, StopCalls.Stop stop) {
        Node.Call call = stop.call();
        return new NodeEntry(
                call.id(),
                "call",
                Objects.requireNonNull(plan.functions().get(call.id())).id(),
                stop.in(),
                call.group().orElse(""),
                call.line(),
                true,
                1,
                false,
                Fingerprint.of(call),
                List.of(),
                null,
                null,
                null,
                stop.stops(),
                null);
    }

    /** Returns the constants of a prompt at their places; null for other values. */
    private static JsonNode constants(Expr prompt) {
        if (prompt instanceof Expr.Constant constant) {
            return constant.json();
        }
        if (prompt instanceof Expr.Composite composite) {
            ObjectNode fields = JsonNodeFactory.instance.objectNode();
            composite.fields().forEach((name, value) -> fields.set(name, constants(value)));
            return fields;
        }
        return NullNode.instance;
    }

    private static String kind(Node node) {
        return node.accept(new Node.Visitor<>() {
            @Override
            public String call(Node.Call call) {
                return "call";
            }

            @Override
            public String fanOut(Node.FanOut fanOut) {
                return "fan-out";
            }

            @Override
            public String repeat(Node.Repeat repeat) {
                return "repeat";
            }

            @Override
            public String when(Node.When when) {
                return "when";
            }

            @Override
            public String wait(Node.Wait wait) {
                return "wait";
            }

            @Override
            public String await(Node.Await await) {
                return "await";
            }

            @Override
            public String guard(Node.Guard guard) {
                return guard.isAttempt() ? "attempt" : "ensure";
            }

            @Override
            public String subRun(Node.SubRun run) {
                return "run";
            }
        });
    }

    private static void edge(Expr source, Node to, Set<EdgeEntry> edges) {
        if (source instanceof Expr.Result result) {
            edges.add(new EdgeEntry(result.node(), to.id(), "value"));
        } else if (source instanceof Expr.Collected collected) {
            edges.add(new EdgeEntry(collected.node(), to.id(), "all"));
        } else if (source instanceof Expr.Folded folded) {
            edges.add(new EdgeEntry(folded.node(), to.id(), folded.inside() ? "previous" : "all"));
        } else if (source instanceof Expr.Outcome outcome) {
            edges.add(new EdgeEntry(outcome.guard(), to.id(), "value"));
        }
    }
}
