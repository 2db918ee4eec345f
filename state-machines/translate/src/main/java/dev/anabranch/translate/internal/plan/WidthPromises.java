package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Leaves out the distributed mode of fan-outs whose promised width makes it needless. A promise alone is not enough: the list travels
 * by reference also where another fan-out over the same list is narrower, or where it has more items than references fit inline.
 */
final class WidthPromises {

    /**
     * The most bytes of a reference to one item, in which the run and the node have at most 80 and 190 characters and each index 13:
     * a payload key and some 30 bytes of JSON.
     */
    private static final int ITEM_BYTES = 512;

    private WidthPromises() {}

    /** A shard of one item: what a promised width would need is planned as if there were no shards. */
    static Shard single(Shard shard, int concurrency) {
        return new Shard(
                shard.express(), 1, 1, Math.min(StepFunctionsQuotas.CHILD_CONCURRENCY, concurrency), shard.reason());
    }

    static Map<String, FanOutPlan> keep(ResultDemand uses, Map<String, FanOutPlan> plans, int inlineBytes) {
        Map<String, FanOutPlan> kept = new LinkedHashMap<>();
        plans.forEach((id, plan) -> {
            Node.FanOut fanOut = (Node.FanOut) uses.node(id);
            long most = fanOut.options().atMost().orElse(Long.MAX_VALUE);
            kept.put(id, most <= inlineWidth(uses, plans, id, inlineBytes) ? inline(plan, most) : plan);
        });
        return kept;
    }

    /** How wide the list may be and still come inline, whatever its items. */
    private static int inlineWidth(ResultDemand uses, Map<String, FanOutPlan> plans, String fanOut, int inlineBytes) {
        return uses.walkedBy(uses.listOf(fanOut)).stream()
                .map(walker -> plans.get(walker.id()))
                .mapToInt(plan -> plan == null ? 0 : plan.inlineWidth())
                .reduce(inlineBytes / ITEM_BYTES, Math::min);
    }

    private static FanOutPlan inline(FanOutPlan plan, long most) {
        return new FanOutPlan(
                plan.concurrency(),
                plan.inlineWidth(),
                plan.inlineConcurrency(),
                Optional.empty(),
                "At most " + most + " items were promised, which always fit inline.");
    }
}
