package dev.anabranch.explain.internal.report;

import dev.anabranch.explain.internal.cost.Estimate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What holds at one width.
 *
 * @param width of each fan-out that has no width of its own
 * @param fanOuts what each fan-out does, by id
 * @param estimate what a run costs and demands
 * @param quotas what it uses of each quota
 */
public record WidthEstimate(long width, Map<String, FanOutAtWidth> fanOuts, Estimate estimate, List<QuotaUse> quotas) {

    /** Copies the collections and keeps their order. */
    public WidthEstimate {
        fanOuts = Collections.unmodifiableMap(new LinkedHashMap<>(fanOuts));
        quotas = List.copyOf(quotas);
    }

    /** How a fan-out runs. */
    public enum Mode {
        /** There are no items. */
        NOTHING,
        /** An inline Map. */
        INLINE,
        /** A Distributed Map with Express children. */
        EXPRESS,
        /** A Distributed Map with Standard children. */
        STANDARD,
        /** More items than were promised: the run fails. */
        REFUSED
    }

    /**
     * What a fan-out does.
     *
     * @param width items each time that it runs
     * @param items items in the whole run, at most: a fan-out in another runs once for each item of that one
     * @param mode how it runs
     * @param children child executions in the whole run
     */
    public record FanOutAtWidth(long width, long items, Mode mode, long children) {}
}
