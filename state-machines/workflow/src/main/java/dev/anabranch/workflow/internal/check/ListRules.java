package dev.anabranch.workflow.internal.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.runtime.internal.action.ListFunction.Operation;
import dev.anabranch.runtime.internal.wire.Wire.Failures;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.SourceText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks the inputs of list functions that are known from the definition. */
final class ListRules implements Checks.Rule {

    @Override
    public void check(Graph graph, FindingReport report) {
        List<Node> nodes = graph.nodes();
        for (Node node : nodes) {
            if (!isListFunction(node)) {
                continue;
            }
            switch (operation(node)) {
                case RANGE -> number(node, 0, "range-length", "the length of a range", report);
                case CHUNKS -> number(node, 1, "chunk-size", "the size of a chunk", report);
                case ZIP -> zip(node, nodes, report);
                default -> {
                    // The other functions take any list.
                }
            }
        }
    }

    private static boolean isListFunction(Node node) {
        return node instanceof Node.Call call && call.task().className().equals(ListFunction.class.getName());
    }

    private static Expr input(Node node, String field) {
        return Objects.requireNonNull(
                ((Expr.Composite) ((Node.Call) node).input()).fields().get(field));
    }

    private static Operation operation(Node node) {
        return Operation.valueOf(
                ((Expr.Constant) input(node, "operation")).json().textValue());
    }

    private static void number(Node node, int least, String id, String what, FindingReport report) {
        if (!(input(node, "number") instanceof Expr.Constant constant)) {
            return;
        }
        JsonNode number = constant.json();
        if (!number.isIntegralNumber() || number.asLong() < least || number.asLong() > ListFunction.MAX_RANGE) {
            report.error(
                    id,
                    node,
                    String.format(
                            Locale.ROOT,
                            "%s is %s, but must be %d to %,d.",
                            what,
                            number,
                            least,
                            ListFunction.MAX_RANGE),
                    "Choose a whole number in this range.");
        }
    }

    private static void zip(Node node, List<Node> nodes, FindingReport report) {
        Map<String, Node> byId = nodes.stream().collect(Collectors.toMap(Node::id, Function.identity(), (a, b) -> a));
        Expr first = origin(input(node, "list"), byId);
        Expr second = origin(input(node, "other"), byId);
        if (first.equals(second)) {
            return;
        }
        Stream.of(first, second)
                .filter(ListRules::leavesOut)
                .findFirst()
                .ifPresent(
                        shorter -> report.error(
                                "zip-of-tolerated",
                                node,
                                SourceText.describe(shorter)
                                        + " leave out the items that failed, because the fan-out tolerates failures. With"
                                        + " a failed item, `zip` would combine elements of different items, or fail.",
                                "Collect the fan-out with `outcomes()`, which has one element for each item, or make the pairs in its body."));
    }

    private static boolean leavesOut(Expr list) {
        return list instanceof Expr.Collected results && results.failures() == Failures.SKIP;
    }

    /**
     * Returns the list that {@code list} has one element for each element of, as far as the definition shows. Lists with
     * the same origin have the same length.
     */
    private static Expr origin(Expr list, Map<String, Node> nodes) {
        if (list instanceof Expr.Collected results) {
            return leavesOut(list)
                    ? new Expr.Collected(results.fanOut(), results.node(), results.failures(), false)
                    : nodes.get(results.fanOut()) instanceof Node.FanOut fanOut ? origin(fanOut.list(), nodes) : list;
        }
        return list instanceof Expr.Result result
                        && nodes.get(result.node()) instanceof Node.Call call
                        && isListFunction(call)
                        && operation(call) == Operation.ZIP
                ? origin(input(call, "list"), nodes)
                : list;
    }
}
