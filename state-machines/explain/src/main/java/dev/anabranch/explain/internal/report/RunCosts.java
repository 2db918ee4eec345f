package dev.anabranch.explain.internal.report;

import dev.anabranch.explain.internal.cost.AssumedWidths;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.CostModel;
import dev.anabranch.explain.internal.cost.Estimate;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Estimates the cost of runs of one workflow from the numbers of their actions: the only source of the cost of a run in
 * the console and on the command line. Prices and assumptions are those of an {@link Explanation}. Safe for use by several
 * threads.
 */
public final class RunCosts {

    /** The assumed width of a fan-out whose list does not exist yet. */
    private static final long UNKNOWN = 10;

    /** The maximum number of estimates that are remembered. */
    private static final int MOST = 100;

    private static final BigDecimal MB_MILLIS_OF_A_GB_SECOND = BigDecimal.valueOf(1024 * 1000);

    private final Plan plan;
    private final CostModel model;
    /** The nodes that are directly in a fan-out, by fan-out. */
    private final Map<String, List<String>> inside = new LinkedHashMap<>();

    private final Set<String> batched = new HashSet<>();
    private final Map<Map<String, Long>, Estimate> estimates = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Map<String, Long>, Estimate> eldest) {
            return size() > MOST;
        }
    };

    /**
     * The numbers of actions of a node.
     *
     * @param expected the number of actions, as far as it is known
     * @param started the number of actions that have started
     * @param millis the sum of the durations of actions that have ended, in milliseconds
     */
    public record NodeUse(long expected, long started, long millis) {}

    /**
     * The cost of a run in dollars. Further attempts are not included.
     *
     * @param soFar the estimate for the actions that have started, with measured durations of functions. The durations of
     *     batched items are the assumed ones
     * @param foreseen the estimate for all actions, with assumed durations
     */
    public record RunCost(BigDecimal soFar, BigDecimal foreseen) {}

    public RunCosts(Definition definition) {
        plan = definition.plan();
        model = new CostModel(plan, definition.translate(), Assumptions.DEFAULT, PriceList.US_EAST_1);
        for (Node node : plan.graph().nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                List<String> nodes =
                        fanOut.body().nodes().stream().map(Node::id).toList();
                inside.put(fanOut.id(), nodes);
                if (fanOut.options().batch() > 1) {
                    batched.addAll(nodes);
                }
            }
        }
    }

    /**
     * Estimates the cost of a run.
     *
     * @param uses the numbers of actions by node
     * @param open true if lists may not exist yet
     */
    public RunCost of(Map<String, NodeUse> uses, boolean open) {
        Estimate estimate = estimate(widths(uses, open));
        BigDecimal soFar = BigDecimal.ZERO;
        for (Estimate.Line line : estimate.lines()) {
            soFar = soFar.add(soFar(line, uses));
        }
        return new RunCost(soFar, estimate.total());
    }

    private synchronized Estimate estimate(Map<String, Long> widths) {
        return estimates.computeIfAbsent(widths, own -> model.estimate(AssumedWidths.of(plan.graph(), UNKNOWN, own)));
    }

    /** Returns the widths of the fan-outs that are not nested. */
    private Map<String, Long> widths(Map<String, NodeUse> uses, boolean open) {
        Map<String, Long> widths = new LinkedHashMap<>(Explanation.nestedWidths(plan.graph()));
        outermost(plan.graph().root(), fanOut -> use(fanOut.id(), uses)
                .filter(use -> use.expected() > 0 || !open)
                .ifPresent(use -> widths.put(
                        fanOut.id(),
                        Math.min(use.expected(), fanOut.options().atMost().orElse(Long.MAX_VALUE)))));
        return widths;
    }

    private static void outermost(Scope scope, Consumer<Node.FanOut> visitor) {
        for (Node node : scope.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                visitor.accept(fanOut);
            } else if (!(node instanceof Node.Repeat)) {
                node.scopes().forEach(inner -> outermost(inner, visitor));
            }
        }
    }

    /** Returns the numbers of a node; for a fan-out those of the first node in it. */
    private Optional<NodeUse> use(String node, Map<String, NodeUse> uses) {
        List<String> candidates = new ArrayList<>(List.of(node));
        candidates.addAll(inside.getOrDefault(node, List.of()));
        return candidates.stream()
                .flatMap(candidate -> Optional.ofNullable(uses.get(candidate)).stream())
                .findFirst();
    }

    private BigDecimal soFar(Estimate.Line line, Map<String, NodeUse> uses) {
        if (line.node().isEmpty()) {
            return line.dollars();
        }
        Optional<NodeUse> known = use(line.node(), uses);
        if (known.isEmpty() || known.get().started() == 0) {
            return BigDecimal.ZERO;
        }
        FunctionPlan function = plan.functions().get(line.node());
        boolean measured =
                line.charge() == Charge.LAMBDA_ARM64_GB_SECONDS || line.charge() == Charge.LAMBDA_X86_GB_SECONDS;
        if (measured
                && function != null
                && !batched.contains(line.node())
                && line.quantity().signum() > 0) {
            return line.dollars()
                    .multiply(BigDecimal.valueOf(known.get().millis()))
                    .multiply(BigDecimal.valueOf(function.memoryMb()))
                    .divide(line.quantity().multiply(MB_MILLIS_OF_A_GB_SECOND), MathContext.DECIMAL64);
        }
        BigDecimal share = BigDecimal.valueOf(known.get().started())
                .divide(BigDecimal.valueOf(Math.max(1, known.get().expected())), MathContext.DECIMAL64)
                .min(BigDecimal.ONE);
        return line.dollars().multiply(share);
    }
}
