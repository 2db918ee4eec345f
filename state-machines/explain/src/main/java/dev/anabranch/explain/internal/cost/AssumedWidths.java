package dev.anabranch.explain.internal.cost;

import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The assumed number of items of each fan-out, each time that it runs. A nested fan-out runs once for each item of the
 * outer one, so their widths multiply. A loop has its number of rounds as its width.
 *
 * @param ofFanOut the width of each fan-out, by id
 */
public record AssumedWidths(Map<String, Long> ofFanOut) {

    /** The maximum product of the widths of nested fan-outs; larger products are considered a mistake. */
    public static final long MAX_ITEMS = 1_000_000_000_000L;

    /** Copies the map in its order. */
    public AssumedWidths {
        ofFanOut = Collections.unmodifiableMap(new LinkedHashMap<>(ofFanOut));
    }

    /**
     * Returns the widths of all fan-outs of a graph.
     *
     * @param width the length of each list whose length is not known from the definition; limited to {@code atMost}
     * @param own the widths of single fan-outs, by id, which have precedence
     * @throws IllegalArgumentException if {@code own} names an unknown fan-out or exceeds {@code atMost}, or if there
     *     are more than {@link #MAX_ITEMS} items
     */
    public static AssumedWidths of(Graph graph, long width, Map<String, Long> own) {
        if (width < 0) {
            throw new IllegalArgumentException("A width is " + width + "; it must not be negative.");
        }
        Map<String, Node.FanOut> fanOuts = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                fanOuts.put(fanOut.id(), fanOut);
            }
        }
        Map<String, Long> most = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                most.put(fanOut.id(), fanOut.options().atMost().orElse(Long.MAX_VALUE));
            } else if (node instanceof Node.Repeat repeat) {
                most.put(repeat.id(), repeat.atMost().orElse(Long.MAX_VALUE));
            }
        }
        own.forEach((id, wanted) -> check(most, id, wanted));
        Map<String, Long> widths = new LinkedHashMap<>();
        fanOuts.forEach((id, fanOut) -> {
            long free = new ListLengths(graph, width, widths).of(fanOut.list());
            long limit = fanOut.options().atMost().orElse(Long.MAX_VALUE);
            widths.put(id, own.getOrDefault(id, Math.min(free, limit)));
        });
        most.forEach((id, limit) ->
                widths.computeIfAbsent(id, repeat -> own.getOrDefault(id, Math.max(1, Math.min(width, limit)))));
        AssumedWidths all = new AssumedWidths(widths);
        all.bound(graph.root(), 1);
        return all;
    }

    private static void check(Map<String, Long> most, String id, long wanted) {
        Long promised = most.get(id);
        if (promised == null) {
            throw new IllegalArgumentException("There is no fan-out `" + id + "`. The fan-outs are: "
                    + (most.isEmpty() ? "none" : String.join(", ", most.keySet())) + ".");
        }
        if (wanted < 0 || wanted > promised) {
            throw new IllegalArgumentException("The width of `" + id + "` is " + wanted + "; it must be 0 to "
                    + (promised < Long.MAX_VALUE ? promised + ", the limit of atMost(...)." : "any number."));
        }
    }

    private void bound(Scope scope, long times) {
        for (Node node : scope.nodes()) {
            long inside = times;
            if (ofFanOut.containsKey(node.id())) {
                long width = of(node.id());
                if (width > 0 && times > MAX_ITEMS / width) {
                    throw new IllegalArgumentException("`" + node.id() + "` would have " + width + " items in each of "
                            + times + ", more than a trillion in total. Set its own width with `" + node.id()
                            + "=<width>`.");
                }
                inside = Math.max(1, times * width);
            }
            for (Scope inner : node.scopes()) {
                bound(inner, inside);
            }
        }
    }

    /** Returns whether the width of a fan-out over a list, or its limit, follows from the definition. */
    public static boolean isKnown(Graph graph, Expr list) {
        return ListLengths.isKnown(graph, list);
    }

    /** Returns the width of a fan-out. */
    public long of(String fanOut) {
        return Objects.requireNonNull(ofFanOut.get(fanOut), () -> "no fan-out " + fanOut);
    }

    /** Returns these widths with another width of one fan-out. */
    AssumedWidths with(String fanOut, long width) {
        Map<String, Long> changed = new LinkedHashMap<>(ofFanOut);
        changed.put(fanOut, width);
        return new AssumedWidths(changed);
    }
}
