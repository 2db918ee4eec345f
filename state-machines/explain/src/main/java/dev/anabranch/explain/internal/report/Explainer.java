package dev.anabranch.explain.internal.report;

import dev.anabranch.explain.internal.cost.AssumedWidths;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.CostModel;
import dev.anabranch.explain.internal.cost.Estimate;
import dev.anabranch.explain.internal.cost.Estimate.Distribution;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.explain.internal.report.WidthEstimate.FanOutAtWidth;
import dev.anabranch.explain.internal.report.WidthEstimate.Mode;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.emit.Translation;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.PlanMargins;
import dev.anabranch.translate.internal.plan.Shard;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates an {@link Explanation}. */
final class Explainer {

    private final Plan plan;
    private final CostModel model;
    private final Assumptions assumptions;
    private final int definitionBytes;

    private Explainer(Plan plan, CostModel model, Assumptions assumptions, int definitionBytes) {
        this.plan = plan;
        this.model = model;
        this.assumptions = assumptions;
        this.definitionBytes = definitionBytes;
    }

    static Explanation explain(
            Definition definition,
            List<Long> widths,
            Map<String, Long> own,
            Assumptions assumptions,
            PriceList prices) {
        Plan plan = definition.plan();
        Translation translation = definition.translate();
        int bytes = translation.definition().getBytes(StandardCharsets.UTF_8).length;
        Explainer explainer =
                new Explainer(plan, new CostModel(plan, translation, assumptions, prices), assumptions, bytes);
        List<WidthEstimate> explained = widths.stream()
                .map(width -> explainer.at(width, AssumedWidths.of(plan.graph(), width, own)))
                .toList();
        return new Explanation(plan, bytes, definition.findings(), explained, assumptions, prices);
    }

    private WidthEstimate at(long width, AssumedWidths widths) {
        Estimate estimate = model.estimate(widths);
        Map<String, FanOutAtWidth> fanOuts = new LinkedHashMap<>();
        fanOuts(plan.graph().root(), 1, widths, estimate, fanOuts);
        return new WidthEstimate(width, fanOuts, estimate, quotas(estimate));
    }

    private void fanOuts(
            Scope scope, long times, AssumedWidths widths, Estimate estimate, Map<String, FanOutAtWidth> into) {
        for (Node node : scope.nodes()) {
            long inside = times;
            if (node instanceof Node.FanOut fanOut) {
                long width = widths.of(fanOut.id());
                inside = times * width;
                Distribution distribution = estimate.demand().fanOuts().get(fanOut.id());
                into.put(
                        fanOut.id(),
                        new FanOutAtWidth(
                                width,
                                inside,
                                mode(fanOut.id(), widths),
                                distribution == null ? 0 : distribution.children()));
            }
            if (node instanceof Node.Repeat) {
                inside = times * widths.of(node.id());
            }
            for (Scope inner : node.scopes()) {
                fanOuts(inner, inside, widths, estimate, into);
            }
        }
    }

    private Mode mode(String fanOut, AssumedWidths widths) {
        if (widths.of(fanOut) == 0) {
            return Mode.NOTHING;
        }
        if (model.isInline(fanOut, widths)) {
            return Mode.INLINE;
        }
        Optional<Shard> shard = plan.fanOut(fanOut).shard();
        return shard.map(cut -> cut.express() ? Mode.EXPRESS : Mode.STANDARD).orElse(Mode.REFUSED);
    }

    private List<QuotaUse> quotas(Estimate estimate) {
        Estimate.Demand demand = estimate.demand();
        List<QuotaUse> quotas = new ArrayList<>();
        quotas.add(new QuotaUse(
                "payload",
                "largest payload (worst case)",
                plan.largestPayloadBytes(),
                StepFunctionsQuotas.PAYLOAD_BYTES));
        quotas.add(new QuotaUse(
                "variables",
                "variables (worst case)",
                plan.largestVariablesBytes(),
                StepFunctionsQuotas.VARIABLES_BYTES));
        quotas.add(new QuotaUse("definition", "definition", definitionBytes, PlanMargins.DEFINITION_BYTES));
        quotas.add(new QuotaUse("history", "history events", demand.events(), StepFunctionsQuotas.HISTORY_EVENTS));
        quotas.add(new QuotaUse(
                "history-worst",
                "history events (worst case)",
                demand.worstEvents(),
                StepFunctionsQuotas.HISTORY_EVENTS));
        long childEvents = 0;
        long worstChildEvents = 0;
        long parallelChildren = 0;
        for (Map.Entry<String, Distribution> entry : demand.fanOuts().entrySet()) {
            Distribution distribution = entry.getValue();
            childEvents = Math.max(childEvents, distribution.childEvents());
            worstChildEvents = Math.max(worstChildEvents, distribution.worstChildEvents());
            long most = Optional.ofNullable(plan.fanOuts().get(entry.getKey()))
                    .flatMap(FanOutPlan::shard)
                    .map(Shard::childConcurrency)
                    .orElse(1);
            long each = distribution.mapRuns() == 0 ? 0 : distribution.children() / distribution.mapRuns();
            parallelChildren = Math.max(parallelChildren, Math.min(most, each));
        }
        quotas.add(
                new QuotaUse("child-history", "history of a child", childEvents, StepFunctionsQuotas.HISTORY_EVENTS));
        quotas.add(new QuotaUse(
                "child-history-worst",
                "history of a child (worst)",
                worstChildEvents,
                StepFunctionsQuotas.HISTORY_EVENTS));
        quotas.add(
                new QuotaUse("children", "parallel children", parallelChildren, StepFunctionsQuotas.CHILD_CONCURRENCY));
        quotas.add(new QuotaUse("map-runs", "open Map Runs", demand.openMapRuns(), StepFunctionsQuotas.OPEN_MAP_RUNS));
        quotas.add(new QuotaUse(
                "functions", "concurrent functions", demand.concurrentFunctions(), assumptions.concurrentFunctions()));
        quotas.add(new QuotaUse(
                "transition-rate",
                "state transitions/s",
                demand.transitions() * 1000.0 / Math.max(1, demand.millis()),
                assumptions.transitionsPerSecond()));
        return quotas;
    }
}
