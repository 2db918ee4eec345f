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
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

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
    /** The nodes that are directly in a fan-out or loop, by its id. */
    private final Map<String, List<String>> inside = new LinkedHashMap<>();

    /** The bodies of fan-outs and loops, by id. */
    private final Map<String, Scope> bodies = new HashMap<>();

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
     * @param succeeded the number of actions that have a result
     * @param millis the sum of the durations of actions that have ended, in milliseconds
     */
    public record NodeUse(long expected, long started, long succeeded, long millis) {

        private NodeUse plus(NodeUse other) {
            return new NodeUse(
                    expected + other.expected,
                    started + other.started,
                    succeeded + other.succeeded,
                    millis + other.millis);
        }
    }

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
                bodies.put(fanOut.id(), fanOut.body());
                if (fanOut.options().batch() > 1) {
                    batched.addAll(nodes);
                }
            } else if (node instanceof Node.Repeat repeat) {
                inside.put(
                        repeat.id(),
                        repeat.body().nodes().stream().map(Node::id).toList());
                bodies.put(repeat.id(), repeat.body());
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
        MeanWidths widths = new MeanWidths(uses, open);
        BigDecimal soFar = BigDecimal.ZERO;
        BigDecimal foreseen = BigDecimal.ZERO;
        for (Estimate.Line line : estimate(widths.whole).lines()) {
            soFar = soFar.add(soFar(line, widths));
            foreseen = foreseen.add(widths.dollars(line));
        }
        return new RunCost(soFar, foreseen);
    }

    private synchronized Estimate estimate(Map<String, Long> widths) {
        return estimates.computeIfAbsent(widths, own -> model.estimate(AssumedWidths.of(plan.graph(), UNKNOWN, own)));
    }

    /**
     * The mean widths of the fan-outs of a run, from the numbers of its actions: in a loop, of the rounds that have begun. Fan-outs
     * and loops without such numbers have assumed widths.
     */
    private final class MeanWidths {
        private final Map<String, NodeUse> uses;
        private final boolean open;

        /** The mean width of each fan-out as a whole number, at least 1 unless all its lists are empty. */
        private final Map<String, Long> whole = new LinkedHashMap<>(Explanation.nestedWidths(plan.graph()));

        /** The number of actions of each node; of a fan-out, that of its items. */
        private final Map<String, BigDecimal> actions = new HashMap<>();

        /**
         * The number of actions of each node as a multiple of the one that follows from the whole widths; of a fan-out, the
         * number of its lists.
         */
        private final Map<String, BigDecimal> corrections = new HashMap<>();

        MeanWidths(Map<String, NodeUse> uses, boolean open) {
            this.uses = uses;
            this.open = open;
            visit(plan.graph().root(), "", BigDecimal.ONE, BigDecimal.ONE);
        }

        /**
         * @param around the innermost fan-out around the scope; empty for none
         * @param times how often the scope is run
         * @param correction {@code times} as a multiple of the number that follows from the whole widths
         */
        private void visit(Scope scope, String around, BigDecimal times, BigDecimal correction) {
            for (Node node : scope.nodes()) {
                if (node instanceof Node.FanOut fanOut) {
                    use(fanOut.id(), uses).ifPresent(use -> visit(fanOut, use, around, times, correction));
                } else if (node instanceof Node.Repeat repeat) {
                    long rounds = rounds(repeat);
                    if (rounds > 0 && times.signum() > 0) {
                        visit(repeat, rounds, times, repeat.atMost(), times, correction);
                    }
                } else {
                    actions.put(node.id(), times);
                    corrections.put(node.id(), correction);
                    node.scopes().forEach(inner -> visit(inner, around, times, correction));
                }
            }
        }

        private void visit(Node.FanOut fanOut, NodeUse use, String around, BigDecimal times, BigDecimal correction) {
            boolean inLoop = plan.graph().node(around).orElse(null) instanceof Node.Repeat;
            BigDecimal lists = inLoop || (open && !around.isEmpty()) ? knownLists(fanOut, around, times) : times;
            if (lists.signum() == 0 || (open && use.expected() == 0 && around.isEmpty())) {
                return; // No list exists yet.
            }
            visit(fanOut, use.expected(), lists, fanOut.options().atMost(), times, correction);
        }

        /**
         * @param items the number of items of the fan-out, or of rounds of the loop, in all lists that exist
         * @param lists the number of these lists
         */
        private void visit(
                Node node, long items, BigDecimal lists, OptionalLong atMost, BigDecimal times, BigDecimal correction) {
            BigDecimal mean = BigDecimal.valueOf(items)
                    .divide(lists, MathContext.DECIMAL64)
                    .min(BigDecimal.valueOf(atMost.orElse(Long.MAX_VALUE)));
            long width = mean.signum() == 0
                    ? 0
                    : Math.max(1, mean.setScale(0, RoundingMode.HALF_UP).longValueExact());
            BigDecimal inside = width == 0
                    ? correction
                    : correction.multiply(mean).divide(BigDecimal.valueOf(width), MathContext.DECIMAL64);
            BigDecimal foreseen = times.multiply(mean, MathContext.DECIMAL64);
            whole.put(node.id(), width);
            actions.put(node.id(), foreseen);
            corrections.put(node.id(), correction);
            node.scopes().forEach(scope -> visit(scope, node.id(), foreseen, inside));
        }

        /** Returns the number of rounds of a loop that have begun. */
        private long rounds(Node.Repeat repeat) {
            return repeat.body().nodes().stream()
                    .flatMap(node -> Optional.ofNullable(uses.get(node.id())).stream())
                    .mapToLong(NodeUse::started)
                    .max()
                    .orElse(0);
        }

        /** Returns how many lists of a nested fan-out exist: an item that has not started has none. */
        private BigDecimal knownLists(Node.FanOut fanOut, String around, BigDecimal times) {
            Optional<NodeUse> source = source(fanOut.list())
                    .filter(inside.getOrDefault(around, List.of())::contains)
                    .map(uses::get);
            return source.map(use -> BigDecimal.valueOf(use.succeeded())).orElse(times);
        }

        /** Returns the foreseen number of actions that a line is for. */
        BigDecimal actions(String node, NodeUse use) {
            return BigDecimal.valueOf(Math.max(1, use.expected())).max(actions.getOrDefault(node, BigDecimal.ZERO));
        }

        BigDecimal dollars(Estimate.Line line) {
            return line.dollars().multiply(corrections.getOrDefault(line.node(), BigDecimal.ONE));
        }
    }

    /** Returns the node whose result has a list; empty if the list is an item or is collected. */
    private static Optional<String> source(Expr list) {
        if (list instanceof Expr.Field field) {
            return source(field.of());
        }
        return list instanceof Expr.Result result ? Optional.of(result.node()) : Optional.empty();
    }

    /** Returns the numbers of a node; for a fan-out or loop those of its items or rounds. */
    private Optional<NodeUse> use(String node, Map<String, NodeUse> uses) {
        return Optional.ofNullable(uses.get(node))
                .or(() -> Optional.ofNullable(bodies.get(node)).flatMap(body -> most(body, uses)));
    }

    /**
     * Returns the numbers of the node in a scope that most passes through it have. The call that reads a condition has
     * no action where the state machine reads it; a conditional has the actions of both branches.
     */
    private static Optional<NodeUse> most(Scope scope, Map<String, NodeUse> uses) {
        return scope.nodes().stream()
                .flatMap(node -> node instanceof Node.When when
                        ? Stream.of(when.then(), when.otherwise())
                                .flatMap(branch -> most(branch, uses).stream())
                                .reduce(NodeUse::plus)
                                .stream()
                        : Optional.ofNullable(uses.get(node.id())).stream())
                .max(Comparator.comparingLong(NodeUse::expected));
    }

    private BigDecimal soFar(Estimate.Line line, MeanWidths widths) {
        if (line.node().isEmpty()) {
            return line.dollars();
        }
        Optional<NodeUse> known = use(line.node(), widths.uses);
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
                .divide(widths.actions(line.node(), known.get()), MathContext.DECIMAL64)
                .min(BigDecimal.ONE);
        return widths.dollars(line).multiply(share);
    }
}
