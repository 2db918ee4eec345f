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

    /**
     * The length of a list.
     *
     * @param isKnown whether it, or for the lists in a list its limit, follows from the definition
     */
    private record Length(long items, boolean isKnown) {

        static Length known(long items) {
            return new Length(items, true);
        }

        /** Returns the quotient, rounded up. */
        Length dividedBy(long divisor) {
            return new Length((items + divisor - 1) / divisor, isKnown);
        }

        /** Returns the product; at most the most items that an estimate allows. */
        Length times(Length other) {
            long product = items != 0 && other.items > AssumedWidths.MAX_ITEMS / items
                    ? AssumedWidths.MAX_ITEMS
                    : items * other.items;
            return new Length(product, isKnown && other.isKnown);
        }

        Length plus(Length other) {
            return new Length(items + other.items, isKnown && other.isKnown);
        }
    }

    /** Returns whether the length of a list, or its limit, follows from the definition. */
    static boolean isKnown(Graph graph, Expr list) {
        return new ListLengths(graph, 1, Map.of()).length(list).isKnown();
    }

    /** Returns the length of a list. */
    long of(Expr list) {
        return length(list).items();
    }

    private Length length(Expr given) {
        Expr list = relayed(given);
        if (list instanceof Expr.Collected collected) {
            boolean isKnown = graph.node(collected.fanOut()).orElse(null) instanceof Node.FanOut fanOut
                    && length(fanOut.list()).isKnown();
            return new Length(fanOuts.getOrDefault(collected.fanOut(), unknown), isKnown);
        }
        if (list instanceof Expr.Item item && graph.node(item.fanOut()).orElse(null) instanceof Node.FanOut fanOut) {
            return inner(fanOut.list());
        }
        if (list instanceof Expr.Sequence sequence) {
            return Length.known(sequence.elements().size());
        }
        if (list instanceof Expr.Constant constant && constant.json().isArray()) {
            return Length.known(constant.json().size());
        }
        return function(list).map(this::result).orElseGet(this::unknownLength);
    }

    private Length unknownLength() {
        return new Length(unknown, false);
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
    private Length result(Map<String, Expr> input) {
        return switch (operation(input)) {
            case ZIP, FILTER -> length(list(input));
            case ENTRIES ->
                list(input) instanceof Expr.Constant map
                        ? Length.known(map.json().size())
                        : unknownLength();
            case PRODUCT -> length(list(input)).times(length(input.getOrDefault("other", NONE)));
            case FLATTEN -> flattened(relayed(list(input)));
            case CHUNKS -> length(list(input)).dividedBy(chunkSize(input));
            case RANGE ->
                input.get("number") instanceof Expr.Constant number
                        ? Length.known(number.json().asLong())
                        : unknownLength();
        };
    }

    private static Expr list(Map<String, Expr> input) {
        return input.getOrDefault("list", NONE);
    }

    private static long chunkSize(Map<String, Expr> input) {
        return input.get("number") instanceof Expr.Constant size ? size.json().asLong() : 1;
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

    private Length flattened(Expr lists) {
        Optional<Map<String, Expr>> chunks = chunks(lists);
        if (chunks.isPresent()) {
            return length(list(chunks.get()));
        }
        List<Length> lengths = lengths(lists);
        return lengths.isEmpty() ? length(lists).times(inner(lists)) : sum(lengths);
    }

    /** Returns the length of each list in a list: the largest one of chunks, otherwise the mean, rounded up. */
    private Length inner(Expr given) {
        Expr lists = relayed(given);
        Optional<Map<String, Expr>> chunks = chunks(lists);
        if (chunks.isPresent()) {
            // The size limits the chunks of a list of any length.
            return Length.known(Math.min(of(list(chunks.get())), chunkSize(chunks.get())));
        }
        List<Length> lengths = lengths(lists);
        if (!lengths.isEmpty()) {
            return sum(lengths).dividedBy(lengths.size());
        }
        return lists instanceof Expr.Collected collected ? length(new Expr.Result(collected.node())) : unknownLength();
    }

    /** Returns the length of each list in a list whose elements are part of the definition; empty for other lists. */
    private List<Length> lengths(Expr lists) {
        if (lists instanceof Expr.Sequence sequence) {
            return sequence.elements().stream().map(this::length).toList();
        }
        List<Length> lengths = new ArrayList<>();
        if (lists instanceof Expr.Constant constant) {
            constant.json().forEach(inner -> lengths.add(Length.known(inner.size())));
        }
        return lengths;
    }

    private static Length sum(List<Length> lengths) {
        return lengths.stream().reduce(Length.known(0), Length::plus);
    }
}
