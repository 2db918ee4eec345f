package dev.anabranch.explain.internal.cost;

import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Node;

/** Estimates in which form the runtime passes a list to a fan-out, by its length and the size of its items. */
final class ListForms {

    /** The overhead of a value, in bytes: braces, the field's name and a comma. */
    private static final long VALUE_BYTES = 7;

    /** The overhead of a list, in bytes. */
    private static final long LIST_BYTES = 40;

    /** The size of a reference to an item, in bytes, for names of typical length. */
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
     * The form of a list.
     *
     * @param inline true if the list is passed inline, false if it is an object in the bucket
     * @param moved the number of items that are separate objects
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

    /** Returns how many items fit into the input of a child execution. */
    long batch(int requested, int bytes) {
        long item = Math.min(assumptions.itemBytes() + VALUE_BYTES, Math.max(REFERENCE_BYTES, plan.inlineBytes()));
        long withIndex = item + "{\"index\":0000000000,\"item\":},".length();
        return Math.max(1, Math.min(requested, bytes / withIndex));
    }
}
