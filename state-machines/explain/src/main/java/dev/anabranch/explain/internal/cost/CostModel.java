package dev.anabranch.explain.internal.cost;

import dev.anabranch.explain.internal.cost.Estimate.Demand;
import dev.anabranch.explain.internal.cost.Estimate.Distribution;
import dev.anabranch.explain.internal.cost.Estimate.Line;
import dev.anabranch.explain.internal.cost.StateDemand.Counter;
import dev.anabranch.explain.internal.cost.StateDemand.Events;
import dev.anabranch.explain.internal.cost.StateDemand.Kind;
import dev.anabranch.quotas.internal.BillingUnits;
import dev.anabranch.quotas.internal.DynamoDbQuotas;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.translate.internal.emit.Translation;
import dev.anabranch.translate.internal.emit.Translator;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Estimates the cost of runs of one workflow. Equal widths give equal estimates. */
public final class CostModel {

    private static final BigDecimal GB_SECOND_IN_MB_MILLIS = BigDecimal.valueOf(BillingUnits.GB_SECOND_MB_MILLIS);
    private static final BigDecimal GB = BigDecimal.valueOf(BillingUnits.GB_BYTES);

    /** 100 ms of 64 MB, in GB-seconds. */
    private static final BigDecimal EXPRESS_STEP = BigDecimal.valueOf(
                    (long) BillingUnits.EXPRESS_STEP_MB * BillingUnits.EXPRESS_STEP_MILLIS)
            .divide(GB_SECOND_IN_MB_MILLIS);

    /** The width of fan-outs in a run that is started by a workflow without fan-outs. */
    private static final long WIDTH = 100;

    private final Plan plan;
    private final Translation translation;
    private final Assumptions assumptions;
    private final PriceList prices;
    private final ResultDemand uses;
    private final ListForms lists;

    /** The cost models of the workflows that nodes run, by node. */
    private final Map<String, CostModel> children = new LinkedHashMap<>();

    /** Creates a cost model for a plan and its translation. */
    public CostModel(Plan plan, Translation translation, Assumptions assumptions, PriceList prices) {
        this.plan = plan;
        this.translation = translation;
        this.assumptions = assumptions;
        this.prices = prices;
        this.uses = ResultDemand.of(plan.graph());
        this.lists = new ListForms(plan, uses, assumptions);
        Map<Graph, CostModel> models = new HashMap<>();
        for (Node node : plan.graph().nodes()) {
            if (node instanceof Node.SubRun run) {
                children.put(run.id(), models.computeIfAbsent(run.child(), this::child));
            }
        }
    }

    private CostModel child(Graph graph) {
        Plan child = Plan.of(graph, plan.target());
        return new CostModel(child, Translator.translate(child), assumptions, prices);
    }

    /** Returns whether a fan-out with these widths runs in an inline Map. */
    public boolean isInline(String fanOut, AssumedWidths widths) {
        return lists.of((Node.FanOut) uses.node(fanOut), widths.of(fanOut)).inline();
    }

    /** Returns the estimate for a run with these widths. */
    public Estimate estimate(AssumedWidths widths) {
        StateDemand work = work(widths);
        ChargedQuantities quantities = quantities(work, widths);
        StateDemand all = withRuns(work, widths);
        return new Estimate(widths, lines(quantities), demand(work, all), limits(all, quantities));
    }

    /** Returns the widths of this workflow in a run that a node of another workflow starts. */
    private AssumedWidths inRunOf(AssumedWidths outer) {
        long widest = outer.ofFanOut().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(WIDTH);
        return AssumedWidths.of(plan.graph(), widest, Map.of());
    }

    private StateDemand work(AssumedWidths widths) {
        Map<String, StateDemand> runs = new HashMap<>();
        children.forEach((node, child) -> runs.put(node, child.work(child.inRunOf(widths))));
        return MachineWalk.of(plan, translation, assumptions, lists, widths, runs);
    }

    /**
     * Returns the resource use of a run with the counts of the runs that its nodes start. Nodes of different workflows can
     * have the same name, so only the sums over all nodes are meaningful.
     */
    private StateDemand withRuns(StateDemand work, AssumedWidths widths) {
        StateDemand all = work;
        for (Map.Entry<String, CostModel> entry : children.entrySet()) {
            CostModel child = entry.getValue();
            AssumedWidths inside = child.inRunOf(widths);
            all = all.counting(child.withRuns(child.work(inside), inside), work.of(Kind.RUN, entry.getKey()));
        }
        return all;
    }

    /** Returns what a run is charged for. The runs that a node starts count for the node. */
    private ChargedQuantities quantities(StateDemand work, AssumedWidths widths) {
        ChargedQuantities quantities = new ChargedQuantities();
        machine(work, quantities);
        functions(work, quantities);
        new StoreUse(plan, uses, lists, widths, assumptions, work, quantities).add();
        children.forEach((node, child) -> {
            BigDecimal runs = BigDecimal.valueOf(work.of(Kind.RUN, node));
            AssumedWidths inside = child.inRunOf(widths);
            child.quantities(child.work(inside), inside)
                    .byNode()
                    .values()
                    .forEach(charges -> charges.forEach(
                            (charge, quantity) -> quantities.add(node, charge, quantity.multiply(runs))));
        });
        return quantities;
    }

    private static void machine(StateDemand work, ChargedQuantities quantities) {
        work.counts().forEach((counter, count) -> {
            String node = counter.node();
            switch (counter.kind()) {
                case TRANSITION -> quantities.add(node, Charge.TRANSITIONS, count);
                case CHILD_START -> quantities.add(node, Charge.CHILD_STARTS, count);
                case EXPRESS_EXECUTION -> quantities.add(node, Charge.EXPRESS_REQUESTS, count);
                case EXPRESS_STEP ->
                    quantities.add(
                            node,
                            Charge.EXPRESS_GB_SECONDS,
                            BigDecimal.valueOf(count).multiply(EXPRESS_STEP));
                default -> {} // Functions and stores are counted elsewhere.
            }
        });
    }

    private void functions(StateDemand work, ChargedQuantities quantities) {
        Charge time = assumptions.arm64() ? Charge.LAMBDA_ARM64_GB_SECONDS : Charge.LAMBDA_X86_GB_SECONDS;
        for (Map.Entry<Counter, Long> entry : work.counts().entrySet()) {
            if (entry.getKey().kind() != Kind.INVOCATION) {
                continue;
            }
            String node = entry.getKey().node();
            FunctionPlan function = Objects.requireNonNull(plan.functions().get(node), () -> "no function of " + node);
            BigDecimal invocations = BigDecimal.valueOf(entry.getValue());
            quantities.add(node, Charge.LAMBDA_REQUESTS, invocations);
            quantities.add(
                    node,
                    time,
                    BigDecimal.valueOf(work.of(Kind.ACTION, node))
                            .multiply(BigDecimal.valueOf(function.memoryMb()))
                            .multiply(BigDecimal.valueOf(assumptions.actionMillis()))
                            .divide(GB_SECOND_IN_MB_MILLIS, MathContext.DECIMAL64));
            quantities.add(
                    node,
                    Charge.LOG_GB,
                    invocations
                            .multiply(BigDecimal.valueOf(assumptions.logBytes()))
                            .divide(GB, MathContext.DECIMAL64));
        }
    }

    private List<Line> lines(ChargedQuantities quantities) {
        List<String> order = new ArrayList<>();
        order.add("");
        plan.graph().nodes().forEach(node -> order.add(node.id()));
        List<Line> lines = new ArrayList<>();
        for (String node : order) {
            quantities
                    .byNode()
                    .getOrDefault(node, Map.of())
                    .forEach((charge, quantity) -> lines.add(new Line(
                            node, charge, quantity, prices.price(charge).of(quantity))));
        }
        return lines;
    }

    private static Demand demand(StateDemand work, StateDemand all) {
        Map<String, Distribution> distributions = new LinkedHashMap<>();
        work.counts().forEach((counter, runs) -> {
            if (counter.kind() == Kind.MAP_RUN) {
                Events events = work.childEvents().getOrDefault(counter.node(), new Events(0, 0));
                distributions.put(
                        counter.node(),
                        new Distribution(
                                runs, work.of(Kind.CHILD_START, counter.node()), events.expected(), events.worst()));
            }
        });
        return new Demand(
                all.of(Kind.TRANSITION) + all.of(Kind.CHILD_START),
                all.of(Kind.INVOCATION),
                work.millis(),
                work.invocations(),
                work.mapRuns(),
                work.events(),
                work.worstEvents(),
                distributions);
    }

    /** Returns the lower bounds for the duration of a run: the plan's concurrency and rate quotas of AWS. */
    private List<RunLimit> limits(StateDemand all, ChargedQuantities quantities) {
        long transitions = all.of(Kind.TRANSITION) + all.of(Kind.CHILD_START);
        long expressStarts = all.of(Kind.EXPRESS_EXECUTION);
        long standardStarts = all.of(Kind.CHILD_START) - expressStarts + all.of(Kind.RUN);
        double busySeconds = ((double) all.of(Kind.ACTION) * assumptions.actionMillis()
                        + (double) all.of(Kind.INVOCATION) * assumptions.invocationMillis())
                / 1000.0;
        double writes = quantities.byNode().values().stream()
                .mapToDouble(charges -> charges.getOrDefault(Charge.DYNAMODB_WRITES, BigDecimal.ZERO)
                        .doubleValue())
                .sum();
        int elsewhere =
                Math.min(StepFunctionsQuotas.TRANSITIONS_PER_SECOND_ELSEWHERE, assumptions.transitionsPerSecond());
        List<RunLimit> limits = new ArrayList<>();
        limits.add(new RunLimit("work", "concurrency of the plan", all.millis() / 1000.0, all.invocations()));
        limits.add(new RunLimit(
                "functions",
                "concurrent functions",
                busySeconds / assumptions.concurrentFunctions(),
                assumptions.concurrentFunctions()));
        limits.add(new RunLimit(
                "transitions",
                "transitions/s, big regions",
                transitions / (double) assumptions.transitionsPerSecond(),
                assumptions.transitionsPerSecond()));
        limits.add(new RunLimit(
                "transitions-elsewhere", "transitions/s, most regions", transitions / (double) elsewhere, elsewhere));
        limits.add(new RunLimit(
                "standard-starts",
                "Standard starts/s",
                Math.max(0, standardStarts - StepFunctionsQuotas.STANDARD_START_BURST)
                        / (double) StepFunctionsQuotas.STANDARD_STARTS_PER_SECOND,
                StepFunctionsQuotas.STANDARD_STARTS_PER_SECOND));
        limits.add(new RunLimit(
                "express-starts",
                "Express starts/s",
                Math.max(0, expressStarts - StepFunctionsQuotas.EXPRESS_STARTS_PER_SECOND)
                        / (double) StepFunctionsQuotas.EXPRESS_STARTS_PER_SECOND,
                StepFunctionsQuotas.EXPRESS_STARTS_PER_SECOND));
        limits.add(new RunLimit(
                "table-writes",
                "DynamoDB write units/s",
                writes / DynamoDbQuotas.TABLE_WRITES_PER_SECOND,
                DynamoDbQuotas.TABLE_WRITES_PER_SECOND));
        limits.removeIf(limit -> limit.seconds() == 0);
        limits.sort(Comparator.comparingDouble(RunLimit::seconds).reversed());
        return limits;
    }
}
