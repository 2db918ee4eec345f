package dev.anabranch.translate.internal.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.runs.internal.process.SubRunStart;
import dev.anabranch.runtime.internal.action.FirstSuccesses;
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
 * Adds calls of Anabranch's own tasks to a graph, where a state machine cannot read a value itself.
 *
 * <p>The list of a fan-out and the condition of a conditional must be results of calls. If they are anything else (a
 * field, the run's input, the results of a fan-out), a call of {@link Relay} is added that returns the value. The same
 * holds for a field in the run's output. If a fan-out tolerates some failed items, a call of {@link ToleranceCheck} is
 * added that counts them before other nodes read the results. A run of another workflow is prepared by a call of {@link
 * SubRunStart}.
 */
final class AddedCalls {

    private static final TypeName ANY = new TypeName("com.fasterxml.jackson.databind.JsonNode");

    /** A relay holds the value in memory: lists of up to a few hundred MB. */
    private static final TaskRef RELAY = new TaskRef(Relay.class.getName(), ANY, ANY, LambdaQuotas.WHOLE_CPU_MB, 60);

    /** A tolerance check reads the records of all items, a few hundred thousand per minute. */
    private static final TaskRef TOLERANCE_CHECK = new TaskRef(
            ToleranceCheck.class.getName(),
            new TypeName(ToleranceCheck.Input.class.getName()),
            new TypeName("java.lang.Long"),
            512,
            300);

    /** It holds the input of the run in memory. */
    private static final TaskRef SUB_RUN_START = new TaskRef(
            SubRunStart.class.getName(),
            new TypeName(SubRunStart.Input.class.getName()),
            ANY,
            LambdaQuotas.WHOLE_CPU_MB,
            60);

    private final Set<String> calls = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    /** The relays for fields in the run's output. */
    private final Map<Expr.Field, String> outputs = new HashMap<>();

    private AddedCalls(Graph graph) {
        for (Node node : graph.nodes()) {
            names.add(node.id());
            if (node instanceof Node.Repeat repeat) {
                names.add(repeat.limit());
            }
            if (node instanceof Node.Call) {
                calls.add(node.id());
            }
        }
    }

    /** Returns the graph with the added calls. */
    static Graph to(Graph graph) {
        AddedCalls added = new AddedCalls(graph);
        Scope root = added.in(graph.root());
        List<Node> nodes = new ArrayList<>(root.nodes());
        Expr output = added.withoutFields(root.output(), nodes);
        return new Graph(
                graph.workflow(),
                graph.inputType(),
                graph.outputType(),
                new Scope(nodes, output),
                graph.limitSeconds(),
                graph.onFailure());
    }

    /**
     * Replaces each field in the run's output by the result of a relay, so that a run fails if its output lacks the
     * field.
     */
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
        Map<String, String> checks = new HashMap<>();
        for (Node defined : scope.nodes()) {
            Node node = waiting(defined, checks);
            nodes.add(node.accept(new Node.Visitor<>() {
                @Override
                public Node call(Node.Call call) {
                    return call;
                }

                @Override
                public Node fanOut(Node.FanOut fanOut) {
                    Expr list = callResult(fanOut.list(), "list of " + fanOut.id(), fanOut, nodes);
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
                public Node repeat(Node.Repeat repeat) {
                    Scope until = in(repeat.until());
                    List<Node> decides = new ArrayList<>(until.nodes());
                    Expr end = callResult(
                            until.output(),
                            "until of " + repeat.id(),
                            (Node.Repeat) repeat.waitingFor(List.of()),
                            decides);
                    return new Node.Repeat(
                            repeat.id(),
                            repeat.start(),
                            in(repeat.body()),
                            new Scope(decides, end),
                            repeat.atMost(),
                            repeat.everySeconds(),
                            repeat.after(),
                            repeat.group(),
                            repeat.line());
                }

                @Override
                public Node when(Node.When when) {
                    Expr condition = callResult(when.condition(), "condition of " + when.id(), when, nodes);
                    return new Node.When(
                            when.id(),
                            condition,
                            in(when.then()),
                            in(when.otherwise()),
                            when.after(),
                            when.group(),
                            when.line());
                }

                @Override
                public Node wait(Node.Wait wait) {
                    return wait;
                }

                @Override
                public Node await(Node.Await await) {
                    return await;
                }

                @Override
                public Node guard(Node.Guard guard) {
                    Scope body = in(guard.body());
                    return new Node.Guard(
                            guard.id(),
                            guard.isAttempt() ? recorded(body, guard) : body,
                            guard.cleanup().map(AddedCalls.this::in),
                            guard.after(),
                            guard.group(),
                            guard.line());
                }

                @Override
                public Node subRun(Node.SubRun run) {
                    Node.Call start = start(run);
                    nodes.add(start);
                    return run.with(new Node.Call(
                            run.id(),
                            run.end().task(),
                            new Expr.Composite(Map.of("started", new Expr.Result(start.id()))),
                            run.end().options(),
                            run.after(),
                            run.group(),
                            run.line()));
                }
            }));
            if (node instanceof Node.FanOut fanOut) {
                toleranceCheck(fanOut).ifPresent(check -> {
                    nodes.add(check);
                    checks.put(fanOut.id(), check.id());
                });
            }
        }
        return new Scope(nodes, scope.output());
    }

    /** Returns the call that prepares a run of another workflow. */
    private Node.Call start(Node.SubRun run) {
        Map<String, Expr> input = new LinkedHashMap<>();
        input.put(
                "workflow",
                new Expr.Constant(JsonNodeFactory.instance.textNode(run.child().workflow())));
        input.put("node", new Expr.Constant(JsonNodeFactory.instance.textNode(run.id())));
        input.put("input", run.end().input());
        return call("start of " + run.id(), SUB_RUN_START, new Expr.Composite(input), run);
    }

    /** Makes a node wait for the tolerance checks of the fan-outs that it waits for. */
    private static Node waiting(Node node, Map<String, String> checks) {
        Set<String> after = new LinkedHashSet<>(node.after());
        for (String other : OutsideValues.waitsFor(node)) {
            if (checks.containsKey(other)) {
                after.add(checks.get(other));
            }
        }
        return after.size() == node.after().size() ? node : node.waitingFor(List.copyOf(after));
    }

    /** Returns the call that counts failed items; empty if none or any number of items may fail. */
    private Optional<Node.Call> toleranceCheck(Node.FanOut fanOut) {
        Tolerance tolerance = fanOut.options().tolerance().orElse(Tolerance.ANY);
        if (tolerance.isAny()) {
            return Optional.empty();
        }
        JsonNodeFactory json = JsonNodeFactory.instance;
        Map<String, Expr> input = new LinkedHashMap<>();
        input.put("fanOut", new Expr.Constant(json.textNode(fanOut.id())));
        input.put("items", new Expr.Collected(fanOut.id(), recordingCall(fanOut), Wire.Failures.COUNT, true));
        input.put("percent", new Expr.Constant(json.numberNode(tolerance.percent())));
        if (tolerance.count() != Long.MAX_VALUE) {
            input.put("count", new Expr.Constant(json.numberNode(tolerance.count())));
        }
        return Optional.of(call("tally of " + fanOut.id(), TOLERANCE_CHECK, new Expr.Composite(input), fanOut));
    }

    /** Returns the fan-out that a call checks; empty for other calls. */
    static Optional<String> checked(Node.Call call) {
        String task = call.task().className();
        return (task.equals(TOLERANCE_CHECK.className()) || task.equals(FirstSuccesses.class.getName()))
                        && call.input() instanceof Expr.Composite input
                        && input.fields().get("fanOut") instanceof Expr.Constant fanOut
                ? Optional.of(fanOut.json().textValue())
                : Optional.empty();
    }

    /** Returns the call whose record has the outcome of an item. */
    private static String recordingCall(Node.FanOut fanOut) {
        List<Node> nodes = fanOut.body().nodes();
        if (fanOut.body().output() instanceof Expr.Result result
                && nodes.stream()
                        .anyMatch(node -> node instanceof Node.Call && node.id().equals(result.node()))) {
            return result.node();
        }
        throw new IllegalStateException(
                "The fan-out `" + fanOut.id() + "` tolerates failed items, but no call records their outcomes.");
    }

    /**
     * Returns the steps of an attempt so that their output is the result of the call that ends last, whose record then
     * has the outcome. If no call of the steps is that, a relay of the output is added.
     */
    private Scope recorded(Scope body, Node.Guard attempt) {
        Set<String> last = new LinkedHashSet<>();
        body.nodes().forEach(node -> last.add(node.id()));
        body.nodes().forEach(node -> last.removeAll(OutsideValues.waitsFor(node)));
        boolean isCall = body.output() instanceof Expr.Result result
                && calls.contains(result.node())
                && last.equals(Set.of(result.node()));
        if (isCall) {
            return body;
        }
        Node.Call relay = call(
                "outcome of " + attempt.id(), RELAY, body.output(), List.copyOf(last), attempt.group(), attempt.line());
        List<Node> nodes = new ArrayList<>(body.nodes());
        nodes.add(relay);
        return new Scope(nodes, new Expr.Result(relay.id()));
    }

    /** Returns the expression if it is the result of a call, otherwise the result of a relay that is added for it. */
    private Expr callResult(Expr expr, String preferredName, Node user, List<Node> before) {
        if (expr instanceof Expr.Result result && calls.contains(result.node())) {
            return expr;
        }
        Node.Call relay = call(preferredName, RELAY, expr, user);
        before.add(relay);
        return new Expr.Result(relay.id());
    }

    private Node.Call call(String preferredName, TaskRef task, Expr input, Node user) {
        return call(preferredName, task, input, user.after(), user.group(), user.line());
    }

    private Node.Call call(
            String preferredName, TaskRef task, Expr input, List<String> after, Optional<String> group, String line) {
        String name = preferredName;
        for (int i = 2; !names.add(name); i++) {
            name = preferredName + " " + i;
        }
        CallOptions options =
                new CallOptions(RetryPolicy.NONE, task.timeoutSeconds(), task.memoryMb(), Optional.empty());
        return new Node.Call(name, task, input, options, after, group, line);
    }
}
