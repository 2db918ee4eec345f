package dev.anabranch.explain.internal.report;

import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A plan with its reasons, and what follows from it at some widths.
 *
 * @param plan the plan
 * @param definitionBytes the size of the state machine's definition
 * @param findings what is noteworthy about the definition
 * @param widths what holds at each width, in the order in which they were asked for
 * @param assumptions what the estimates take for granted
 * @param prices what they are made with
 */
public record Explanation(
        Plan plan,
        int definitionBytes,
        List<Finding> findings,
        List<WidthEstimate> widths,
        Assumptions assumptions,
        PriceList prices) {

    /** The widths where nobody asks for others. */
    public static final List<Long> WIDTHS = List.of(10L, 1_000L, 1_000_000L);

    /** Copies the lists. */
    public Explanation {
        findings = List.copyOf(findings);
        widths = List.copyOf(widths);
    }

    /** Explains a definition at the usual widths, with the usual assumptions and prices. */
    public static Explanation of(Definition definition) {
        return of(definition, WIDTHS, Map.of(), Assumptions.DEFAULT, PriceList.US_EAST_1);
    }

    /**
     * Explains a definition.
     *
     * @param widths of every fan-out whose width is neither fixed nor in {@code own}
     * @param own widths of single fan-outs, by id
     * @throws IllegalArgumentException when there is no such fan-out, a width breaks a promise, or widths multiply to too many items
     */
    public static Explanation of(
            Definition definition,
            List<Long> widths,
            Map<String, Long> own,
            Assumptions assumptions,
            PriceList prices) {
        return Explainer.explain(definition, widths, own, assumptions, prices);
    }

    /** The calls, in the order of the graph. */
    public List<Node.Call> calls() {
        return nodes(Node.Call.class).toList();
    }

    /** The fan-outs, each before those in it. */
    public List<Node.FanOut> fanOuts() {
        return nodes(Node.FanOut.class).toList();
    }

    private <N extends Node> Stream<N> nodes(Class<N> kind) {
        return plan.graph().nodes().stream().filter(kind::isInstance).map(kind::cast);
    }

    /**
     * The explanation for people: lines of at most 80 characters.
     *
     * @param unicode false to use ASCII only
     */
    public String text(boolean unicode) {
        return new ExplanationText(this, unicode).write();
    }

    /** The explanation for programs: see {@link ExplanationJson}. */
    public String json() {
        return ExplanationJson.write(this);
    }
}
