package dev.anabranch.explain.internal.cost;

import dev.anabranch.runtime.internal.action.ListFunction;
import dev.anabranch.runtime.internal.action.ListFunction.Operation;
import dev.anabranch.runtime.internal.action.Relay;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The assumed lengths of lists. Some follow from the definition: constants, and the results of list functions and
 * fan-outs. The length of the result of {@code filter} is assumed to be that of its input, and that of {@code flatten}
 * the product of the outer and the inner lengths. Each chunk is assumed to be full.
 *
 * @param unknown the length of a list whose length is not known from the definition
 * @param fanOuts the widths of the fan-outs before
 */
record ListLengths(Graph graph, long unknown, Map<String, Long> fanOuts) {

    private static final Expr NONE = new Expr.Constant(TaskJson.tree(null));

    /** A length that unknown lists may have: more than usual chunks, and its cube can be an estimate. */
    private static final long MANY = 5_000;

    /** Returns whether a list has the same length whatever the lengths of unknown lists are. */
    static boolean isBounded(Graph graph, Expr list) {
        return new ListLengths(graph, MANY, Map.of()).of(list) == new ListLengths(graph, 2 * MANY, Map.of()).of(list);
    }

    /** Returns the length of a list. */
    long of(Expr given) {
        Expr list = relayed(given);
        if (list instanceof Expr.Collected collected) {
            return fanOuts.getOrDefault(collected.fanOut(), unknown);
        }
        if (list instanceof Expr.Item item && graph.node(item.fanOut()).orElse(null) instanceof Node.FanOut fanOut) {
            return inner(fanOut.list());
        }
        if (list instanceof Expr.Sequence sequence) {
            return sequence.elements().size();
        }
        if (list instanceof Expr.Constant constant && constant.json().isArray()) {
            return constant.json().size();
        }
        return function(list).map(this::result).orElse(unknown);
    }

    /** Returns what a relay returns, which is its input. */
    private Expr relayed(Expr value) {
        return value instanceof Expr.Result result
                        && graph.node(result.node()).orElse(null) instanceof Node.Call call
                        && call.task().className().equals(Relay.class.getName())
                ? relayed(call.input())
                : value;
    }

    /** Returns the input of the list function that returns a list; empty for other lists. */
    private Optional<Map<String, Expr>> function(Expr list) {
        return list instanceof Expr.Result result
                        && graph.node(result.node()).orElse(null) instanceof Node.Call call
                        && call.task().className().equals(ListFunction.class.getName())
                        && call.input() instanceof Expr.Composite input
                ? Optional.of(input.fields())
                : Optional.empty();
    }

    /** Returns the length of the result of a list function. */
    private long result(Map<String, Expr> input) {
        return switch (operation(input)) {
            case ZIP, FILTER -> of(list(input));
            case ENTRIES ->
                list(input) instanceof Expr.Constant map ? map.json().size() : unknown;
            case PRODUCT -> product(of(list(input)), of(input.getOrDefault("other", NONE)));
            case FLATTEN -> flattened(relayed(list(input)));
            case CHUNKS -> (of(list(input)) + number(input, 1) - 1) / number(input, 1);
            case RANGE -> number(input, unknown);
        };
    }

    private static Expr list(Map<String, Expr> input) {
        return input.getOrDefault("list", NONE);
    }

    /** Returns the number that is a parameter of a list function. */
    private static long number(Map<String, Expr> input, long unknown) {
        return input.get("number") instanceof Expr.Constant constant
                ? constant.json().asLong()
                : unknown;
    }

    private static Operation operation(Map<String, Expr> input) {
        return input.get("operation") instanceof Expr.Constant operation
                ? Operation.valueOf(operation.json().asText())
                : Operation.ZIP;
    }

    /** Returns the input of the function that returns {@code lists} if that is {@code chunks}; empty for other lists. */
    private Optional<Map<String, Expr>> chunks(Expr lists) {
        return function(lists).filter(input -> operation(input) == Operation.CHUNKS);
    }

    private long flattened(Expr lists) {
        Optional<Map<String, Expr>> chunks = chunks(lists);
        if (chunks.isPresent()) {
            return of(list(chunks.get()));
        }
        List<Long> lengths = lengths(lists);
        return lengths.isEmpty() ? product(of(lists), inner(lists)) : sum(lengths);
    }

    /** Returns the length of each list in a list: the largest one of chunks, otherwise the mean, rounded up. */
    private long inner(Expr given) {
        Expr lists = relayed(given);
        Optional<Map<String, Expr>> chunks = chunks(lists);
        if (chunks.isPresent()) {
            return Math.min(of(list(chunks.get())), number(chunks.get(), 1));
        }
        List<Long> lengths = lengths(lists);
        if (!lengths.isEmpty()) {
            return (sum(lengths) + lengths.size() - 1) / lengths.size();
        }
        return lists instanceof Expr.Collected collected ? of(new Expr.Result(collected.node())) : unknown;
    }

    /** Returns the length of each list in a list whose elements are part of the definition; empty for other lists. */
    private List<Long> lengths(Expr lists) {
        if (lists instanceof Expr.Sequence sequence) {
            return sequence.elements().stream().map(this::of).toList();
        }
        List<Long> lengths = new ArrayList<>();
        if (lists instanceof Expr.Constant constant) {
            constant.json().forEach(inner -> lengths.add((long) inner.size()));
        }
        return lengths;
    }

    private static long sum(List<Long> lengths) {
        return lengths.stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the product; at most the most items that an estimate allows. */
    private static long product(long a, long b) {
        return a != 0 && b > AssumedWidths.MAX_ITEMS / a ? AssumedWidths.MAX_ITEMS : a * b;
    }
}
