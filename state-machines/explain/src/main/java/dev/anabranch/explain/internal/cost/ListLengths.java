package dev.anabranch.explain.internal.cost;

import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.runtime.internal.action.ListFunction.Operation;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.Map;

/**
 * The assumed lengths of lists. Some follow from the definition: constants, and the results of list functions and
 * fan-outs. The length of the result of {@code filter} is assumed to be that of its input, and that of {@code flatten}
 * the product of the outer and the inner lengths.
 *
 * @param unknown the length of a list whose length is not known from the definition
 * @param fanOuts the widths of the fan-outs before
 */
record ListLengths(Graph graph, long unknown, Map<String, Long> fanOuts) {

    /** Returns the length of a list. */
    long of(Expr list) {
        if (list instanceof Expr.Result result && graph.node(result.node()).orElse(null) instanceof Node.Call call) {
            if (call.task().className().equals(Relay.class.getName())) {
                return of(call.input());
            }
            if (call.task().className().equals(ListFunction.class.getName())
                    && call.input() instanceof Expr.Composite input) {
                return result(input.fields());
            }
        }
        if (list instanceof Expr.Collected collected) {
            return fanOuts.getOrDefault(collected.fanOut(), unknown);
        }
        if (list instanceof Expr.Sequence sequence) {
            return sequence.elements().size();
        }
        return list instanceof Expr.Constant constant && constant.json().isArray()
                ? constant.json().size()
                : unknown;
    }

    /** Returns the length of the result of a list function. */
    private long result(Map<String, Expr> input) {
        Expr none = new Expr.Constant(TaskJson.tree(null));
        Expr list = input.getOrDefault("list", none);
        Expr number = input.getOrDefault("number", none);
        return switch (operation(input)) {
            case ZIP, FILTER -> of(list);
            case ENTRIES -> list instanceof Expr.Constant map ? map.json().size() : unknown;
            case PRODUCT -> product(of(list), of(input.getOrDefault("other", none)));
            case FLATTEN -> flattened(list);
            case CHUNKS -> {
                long size = Math.max(
                        1,
                        number instanceof Expr.Constant constant
                                ? constant.json().asLong()
                                : 1);
                yield (of(list) + size - 1) / size;
            }
            case RANGE ->
                number instanceof Expr.Constant constant ? constant.json().asLong() : unknown;
        };
    }

    private static Operation operation(Map<String, Expr> input) {
        return input.get("operation") instanceof Expr.Constant operation
                ? Operation.valueOf(operation.json().asText())
                : Operation.ZIP;
    }

    private long flattened(Expr lists) {
        if (lists instanceof Expr.Sequence sequence) {
            return sequence.elements().stream().mapToLong(this::of).sum();
        }
        if (lists instanceof Expr.Constant constant) {
            long sum = 0;
            for (var inner : constant.json()) {
                sum += inner.size();
            }
            return sum;
        }
        if (lists instanceof Expr.Result result
                && graph.node(result.node()).orElse(null) instanceof Node.Call call
                && call.input() instanceof Expr.Composite input
                && call.task().className().equals(ListFunction.class.getName())
                && operation(input.fields()) == Operation.CHUNKS) {
            return of(input.fields().getOrDefault("list", lists));
        }
        return lists instanceof Expr.Collected collected
                ? product(of(collected), of(new Expr.Result(collected.node())))
                : product(of(lists), unknown);
    }

    /** Returns the product; at most the most items that an estimate allows. */
    private static long product(long a, long b) {
        return a != 0 && b > AssumedWidths.MAX_ITEMS / a ? AssumedWidths.MAX_ITEMS : a * b;
    }
}
