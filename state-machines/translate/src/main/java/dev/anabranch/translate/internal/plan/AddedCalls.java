package dev.anabranch.translate.internal.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.action.ToleranceCheck;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.workflow.internal.graph.CallOptions;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.Scope;
import dev.anabranch.workflow.internal.graph.TaskRef;
import dev.anabranch.workflow.internal.graph.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Adds the calls that states need where only a function can look into a value.
 *
 * <p>A fan-out walks what a call returned as a list, and a conditional asks what a call returned as a boolean. Where the list or
 * boolean is something else (a field, the run's input, a fan-in), a {@link Relay} reads it first; likewise where the run returns a field.
 * Where a fan-out may lose some of its items but not all, a {@link ToleranceCheck} counts the lost ones before anybody reads the others.
 */
final class AddedCalls {

    private static final TypeName ANY = new TypeName("com.fasterxml.jackson.databind.JsonNode");

    /** A relay holds what it passes on in memory: lists of up to some hundred MB. */
    private static final TaskRef RELAY = new TaskRef(Relay.class.getName(), ANY, ANY, LambdaQuotas.WHOLE_CPU_MB, 60);

    /** A tally reads the records of all items, some hundred thousand a minute. */
    private static final TaskRef TALLY = new TaskRef(
            ToleranceCheck.class.getName(),
            new TypeName(ToleranceCheck.Input.class.getName()),
            new TypeName("java.lang.Long"),
            512,
            300);

    private final Set<String> calls = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    /** The relays of fields that the run returns. */
    private final Map<Expr.Field, String> outputs = new HashMap<>();

    private AddedCalls(Graph graph) {
        for (Node node : graph.nodes()) {
            names.add(node.id());
            if (node instanceof Node.Call) {
                calls.add(node.id());
            }
        }
    }

    /** The graph with the added calls in it. */
    static Graph to(Graph graph) {
        AddedCalls added = new AddedCalls(graph);
        Scope root = added.in(graph.root());
        List<Node> nodes = new ArrayList<>(root.nodes());
        Expr output = added.withoutFields(root.output(), nodes);
        return new Graph(graph.workflow(), graph.inputType(), graph.outputType(), new Scope(nodes, output));
    }

    /** What the run returns, where each field is what a call returned: a run whose output has no such field must not succeed. */
    private Expr withoutFields(Expr expr, List<Node> before) {
        if (expr instanceof Expr.Field field && !(field.of() instanceof Expr.RunInput)) {
            return new Expr.Result(outputs.computeIfAbsent(field, known -> {
                Node.Call relay = call("output", RELAY, known, List.of(), Optional.empty(), "");
                before.add(relay);
                return relay.id();
            }));
        }
        if (expr instanceof Expr.Composite composite) {
            Map<String, Expr> fields = new LinkedHashMap<>();
            composite.fields().forEach((name, part) -> fields.put(name, withoutFields(part, before)));
            return new Expr.Composite(fields);
        }
        return expr instanceof Expr.Sequence sequence
                ? new Expr.Sequence(sequence.elements().stream()
                        .map(part -> withoutFields(part, before))
                        .toList())
                : expr;
    }

    private Scope in(Scope scope) {
        List<Node> nodes = new ArrayList<>();
        Map<String, String> tallies = new HashMap<>();
        for (Node defined : scope.nodes()) {
            Node node = waiting(defined, tallies);
            nodes.add(node.accept(new Node.Visitor<>() {
                @Override
                public Node call(Node.Call call) {
                    return call;
                }

                @Override
                public Node fanOut(Node.FanOut fanOut) {
                    Expr list = known(fanOut.list(), "list of " + fanOut.id(), fanOut, nodes);
                    return new Node.FanOut(
                            fanOut.id(),
                            list,
                            in(fanOut.body()),
                            fanOut.options(),
                            fanOut.after(),
                            fanOut.group(),
                            fanOut.line());
                }

                @Override
                public Node when(Node.When when) {
                    Expr condition = known(when.condition(), "condition of " + when.id(), when, nodes);
                    return new Node.When(
                            when.id(),
                            condition,
                            in(when.then()),
                            in(when.otherwise()),
                            when.after(),
                            when.group(),
                            when.line());
                }
            }));
            if (node instanceof Node.FanOut fanOut) {
                tally(fanOut).ifPresent(tally -> {
                    nodes.add(tally);
                    tallies.put(fanOut.id(), tally.id());
                });
            }
        }
        return new Scope(nodes, scope.output());
    }

    /** The node, waiting for the tallies of the fan-outs that it or a node in it waits for. */
    private static Node waiting(Node node, Map<String, String> tallies) {
        Set<String> after = new LinkedHashSet<>(node.after());
        for (String other : OutsideValues.waitsFor(node)) {
            if (tallies.containsKey(other)) {
                after.add(tallies.get(other));
            }
        }
        return after.size() == node.after().size() ? node : node.waitingFor(List.copyOf(after));
    }

    /** What counts the failed items, where some may fail but not any number. */
    private Optional<Node.Call> tally(Node.FanOut fanOut) {
        Tolerance tolerance = fanOut.options().tolerance().orElse(Tolerance.ANY);
        if (tolerance.equals(Tolerance.ANY)) {
            return Optional.empty();
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        Map<String, Expr> input = new LinkedHashMap<>();
        input.put("fanOut", new Expr.Constant(json.textNode(fanOut.id())));
        input.put("items", new Expr.Collected(fanOut.id(), counted(fanOut), Wire.Failures.COUNT, true));
        input.put("percent", new Expr.Constant(json.numberNode(tolerance.percent())));
        if (tolerance.count() != Long.MAX_VALUE) {
            input.put("count", new Expr.Constant(json.numberNode(tolerance.count())));
        }
        return Optional.of(call("tally of " + fanOut.id(), TALLY, new Expr.Composite(input), fanOut));
    }

    /** The call that records what an item is worth. */
    private static String counted(Node.FanOut fanOut) {
        List<Node> nodes = fanOut.body().nodes();
        if (fanOut.body().output() instanceof Expr.Result result
                && nodes.stream()
                        .anyMatch(node -> node instanceof Node.Call && node.id().equals(result.node()))) {
            return result.node();
        }
        throw new IllegalStateException(
                "The body of `" + fanOut.id() + "` may fail for some items, but no call records how it ended.");
    }

    /** The expression itself where it is what a call returned, else what a new call that relays it returns. */
    private Expr known(Expr expr, String wish, Node wanted, List<Node> before) {
        if (expr instanceof Expr.Result result && calls.contains(result.node())) {
            return expr;
        }
        Node.Call relay = call(wish, RELAY, expr, wanted);
        before.add(relay);
        return new Expr.Result(relay.id());
    }

    private Node.Call call(String wish, TaskRef task, Expr input, Node beside) {
        return call(wish, task, input, beside.after(), beside.group(), beside.line());
    }

    private Node.Call call(
            String wish, TaskRef task, Expr input, List<String> after, Optional<String> group, String line) {
        String name = wish;
        for (int i = 2; !names.add(name); i++) {
            name = wish + " " + i;
        }
        CallOptions options =
                new CallOptions(RetryPolicy.NONE, task.timeoutSeconds(), task.memoryMb(), Optional.empty());
        return new Node.Call(name, task, input, options, after, group, line);
    }
}
