package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Removes the distributed mode of fan-outs whose promised width does not need it. Such a list must travel inline, so
 * the promised width must also fit the inline width of every other fan-out over the same list, and that many references
 * must fit into an inline value.
 */
final class WidthPromises {

    /**
     * The maximum size of a reference to one item, in bytes: about 30 bytes of JSON and a payload key, in which the run
     * has at most 80 characters, the node 190 and each index 13.
     */
    private static final int ITEM_BYTES = 512;

    private WidthPromises() {}

    /** Returns the shard with one item per child. It is used to plan fan-outs with a promised width. */
    static Shard single(Shard shard, int concurrency) {
        return new Shard(
                shard.express(), 1, 1, Math.min(StepFunctionsQuotas.CHILD_CONCURRENCY, concurrency), shard.reason());
    }

    static Map<String, FanOutPlan> keep(ResultDemand demand, Map<String, FanOutPlan> plans, int inlineBytes) {
        Map<String, FanOutPlan> kept = new LinkedHashMap<>();
        plans.forEach((id, plan) -> {
            Node.FanOut fanOut = (Node.FanOut) demand.node(id);
            long most = fanOut.options().atMost().orElse(Long.MAX_VALUE);
            kept.put(id, most <= inlineWidth(demand, plans, id, inlineBytes) ? inline(plan, most) : plan);
        });
        return kept;
    }

    /** Returns the largest width at which the list travels inline for all items. */
    private static int inlineWidth(ResultDemand demand, Map<String, FanOutPlan> plans, String fanOut, int inlineBytes) {
        return demand.fanOutsOver(demand.listOf(fanOut)).stream()
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
                "The list has at most " + most
                        + (most == 1
                                ? " item (`atMost`), which always runs inline."
                                : " items (`atMost`), which always run inline."));
    }
}
