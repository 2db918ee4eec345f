package dev.anabranch.explain.internal.cost;

import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Node;

/** In which form a list of items reaches a fan-out, as the runtime decides it from the list's length and the sizes of its items. */
final class ListForms {

    /** Around a value and after it: braces, the field's name and a comma. */
    private static final long VALUE_BYTES = 7;

    /** Around the list. */
    private static final long LIST_BYTES = 40;

    /** A reference to an item, with a run's name and a node's name of common lengths in its key. */
    private static final long REFERENCE_BYTES = 120;

    private final Plan plan;
    private final ResultDemand uses;
    private final Assumptions assumptions;

    ListForms(Plan plan, ResultDemand uses, Assumptions assumptions) {
        this.plan = plan;
        this.uses = uses;
        this.assumptions = assumptions;
    }

    /**
     * A list.
     *
     * @param inline true where it is in the state machine, false where it is an object in the store
     * @param moved how many of its items are objects of their own
     */
    record Form(boolean inline, long moved) {}

    Form of(Node.FanOut fanOut, long width) {
        String list = uses.listOf(fanOut.id());
        int longest = uses.fanOutsOver(list).stream()
                .mapToInt(walker -> plan.fanOut(walker.id()).inlineWidth())
                .min()
                .orElse(0);
        long item = assumptions.itemBytes() + VALUE_BYTES;
        if (width <= longest) {
            long excess = LIST_BYTES + width * item - plan.inlineBytes();
            long saved = item - REFERENCE_BYTES;
            long moved = excess <= 0 ? 0 : saved <= 0 ? Long.MAX_VALUE : (excess + saved - 1) / saved;
            if (moved <= width) {
                return new Form(true, moved);
            }
        }
        return new Form(false, item > plan.inlineBytes() ? width : 0);
    }

    /** How many items fit into what a child execution is given. */
    long batch(int asked, int bytes) {
        long item = Math.min(assumptions.itemBytes() + VALUE_BYTES, Math.max(REFERENCE_BYTES, plan.inlineBytes()));
        long withIndex = item + "{\"index\":0000000000,\"item\":},".length();
        return Math.max(1, Math.min(asked, bytes / withIndex));
    }
}
