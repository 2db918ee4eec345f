package dev.anabranch.plan;

import dev.anabranch.action.Relay;
import dev.anabranch.graph.CallOptions;
import dev.anabranch.graph.Expr;
import dev.anabranch.graph.Graph;
import dev.anabranch.graph.Node;
import dev.anabranch.graph.RetryPolicy;
import dev.anabranch.graph.Scope;
import dev.anabranch.graph.TaskRef;
import dev.anabranch.graph.TypeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Adds the calls that states need where only a function can look into a value: a fan-out walks what a call returned as a list, and
 * a conditional asks what a call returned as a boolean. Where the list or boolean is something else (a field, the run's input, a
 * fan-in), a {@link Relay} reads it first.
 */
final class Relays {

    /** A relay holds what it passes on in memory: lists of up to some hundred MB. */
    private static final int MEMORY_MB = 1769;

    private static final int TIMEOUT_SECONDS = 60;

    private static final TypeName ANY = new TypeName("com.fasterxml.jackson.databind.JsonNode");

    private static final TaskRef TASK = new TaskRef(Relay.class.getName(), ANY, ANY, MEMORY_MB, TIMEOUT_SECONDS);

    private final Set<String> calls = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private Relays(Graph graph) {
        for (Node node : graph.nodes()) {
            names.add(node.id());
            if (node instanceof Node.Call) {
                calls.add(node.id());
            }
        }
    }

    /** The graph with the relays in it. */
    static Graph add(Graph graph) {
        Relays relays = new Relays(graph);
        return new Graph(graph.workflow(), graph.inputType(), graph.outputType(), relays.in(graph.root()));
    }

    private Scope in(Scope scope) {
        List<Node> nodes = new ArrayList<>();
        for (Node node : scope.nodes()) {
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
        }
        return new Scope(nodes, scope.output());
    }

    /** The expression itself where it is what a call returned, else what a new call that relays it returns. */
    private Expr known(Expr expr, String wish, Node wanted, List<Node> before) {
        if (expr instanceof Expr.Result result && calls.contains(result.node())) {
            return expr;
        }
        String name = wish;
        for (int i = 2; !names.add(name); i++) {
            name = wish + " " + i;
        }
        CallOptions options = new CallOptions(RetryPolicy.NONE, TIMEOUT_SECONDS, MEMORY_MB, Optional.empty());
        before.add(new Node.Call(name, TASK, expr, options, wanted.after(), wanted.group(), wanted.line()));
        return new Expr.Result(name);
    }
}
