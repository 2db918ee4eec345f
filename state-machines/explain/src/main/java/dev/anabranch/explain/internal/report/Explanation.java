package dev.anabranch.explain.internal.report;

import dev.anabranch.explain.internal.cost.AssumedWidths;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A plan with its reasons, and estimates for several widths.
 *
 * @param plan the plan
 * @param definitionBytes the size of the state machine's definition, in bytes
 * @param findings the findings about the definition
 * @param widths the estimate for each width, in the requested order
 * @param assumptions the assumptions of the estimates
 * @param prices the prices of the estimates
 */
public record Explanation(
        Plan plan,
        int definitionBytes,
        List<Finding> findings,
        List<WidthEstimate> widths,
        Assumptions assumptions,
        PriceList prices) {

    /** The default number of items of a fan-out inside another. */
    private static final long NESTED = 10;

    /** The default widths. */
    public static final List<Long> WIDTHS = List.of(10L, 1_000L, 1_000_000L);

    /** Copies the lists. */
    public Explanation {
        findings = List.copyOf(findings);
        widths = List.copyOf(widths);
    }

    /** Explains a definition for the default widths, assumptions and prices. */
    public static Explanation of(Definition definition) {
        return of(definition, WIDTHS, Map.of(), Assumptions.DEFAULT, PriceList.US_EAST_1);
    }

    /**
     * Explains a definition.
     *
     * @param widths the widths of every fan-out whose width is neither fixed nor in {@code own}
     * @param own the widths of single fan-outs, by id
     * @throws IllegalArgumentException if {@code own} names an unknown fan-out, a width exceeds {@code atMost}, or
     *     widths multiply to too many items
     */
    public static Explanation of(
            Definition definition,
            List<Long> widths,
            Map<String, Long> own,
            Assumptions assumptions,
            PriceList prices) {
        return Explainer.explain(definition, widths, own, assumptions, prices);
    }

    /** Returns the calls, and those that start the work of callbacks, in the order of the graph. */
    public List<Node.Call> calls() {
        return nodes(Node.class)
                .filter(node -> node instanceof Node.Call || node instanceof Node.Await)
                .flatMap(node -> node.functionCall().stream())
                .toList();
    }

    /** Returns the loops, in the order of the graph. */
    public List<Node.Repeat> repeats() {
        return nodes(Node.Repeat.class).toList();
    }

    /** Returns the fan-outs. A fan-out precedes those nested in it. */
    public List<Node.FanOut> fanOuts() {
        return nodes(Node.FanOut.class).toList();
    }

    /** Returns the waits in the order of the graph. */
    public List<Node.Wait> waits() {
        return nodes(Node.Wait.class).toList();
    }

    /** Returns the waits for answers in the order of the graph. */
    public List<Node.Await> awaits() {
        return nodes(Node.Await.class).toList();
    }

    /** Returns the attempts and the steps with a cleanup in the order of the graph. */
    public List<Node.Guard> guards() {
        return nodes(Node.Guard.class).toList();
    }

    /** Returns the runs of other workflows in the order of the graph. */
    public List<Node.SubRun> subRuns() {
        return nodes(Node.SubRun.class).toList();
    }

    private <N extends Node> Stream<N> nodes(Class<N> kind) {
        return plan.graph().nodes().stream().filter(kind::isInstance).map(kind::cast);
    }

    /**
     * Returns the explanation as text, in lines of at most 80 characters.
     *
     * @param unicode false to use ASCII only
     */
    public String text(boolean unicode) {
        return new ExplanationText(this, unicode).write();
    }

    /** Returns the explanation as JSON: see {@link ExplanationJson}. */
    public String json() {
        return ExplanationJson.write(this);
    }

    /**
     * Returns {@value #NESTED} as the width of each fan-out inside another, by id, except of lists whose length follows
     * from the definition: the product of a million items in each of a million would be the width of no workflow.
     */
    public static Map<String, Long> nestedWidths(Graph graph) {
        Map<String, Long> own = new LinkedHashMap<>();
        nested(graph, graph.root(), false, own);
        return own;
    }

    private static void nested(Graph graph, Scope scope, boolean inside, Map<String, Long> own) {
        for (Node node : scope.nodes()) {
            if (inside && node instanceof Node.FanOut fanOut && !AssumedWidths.isKnown(graph, fanOut.list())) {
                long most = fanOut.options().atMost().orElse(Long.MAX_VALUE);
                own.putIfAbsent(fanOut.id(), Math.min(NESTED, most));
            }
            boolean within = inside || node instanceof Node.FanOut;
            node.scopes().forEach(inner -> nested(graph, inner, within, own));
        }
    }
}
