package dev.anabranch.explain.internal.report;

import dev.anabranch.explain.internal.cost.Estimate;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The estimate for one width.
 *
 * @param width the width of each fan-out whose width is neither fixed nor given separately
 * @param fanOuts the mode and number of items of each fan-out, by id
 * @param estimate the cost and the resource use of a run
 * @param quotas the use of each quota
 */
public record WidthEstimate(long width, Map<String, FanOutAtWidth> fanOuts, Estimate estimate, List<QuotaUse> quotas) {

    /** Copies the collections in their order. */
    public WidthEstimate {
        fanOuts = Collections.unmodifiableMap(new LinkedHashMap<>(fanOuts));
        quotas = List.copyOf(quotas);
    }

    /** The mode in which a fan-out runs. */
    public enum Mode {
        /** The list is empty. */
        NOTHING,
        /** An inline Map. */
        INLINE,
        /** A Distributed Map with Express children. */
        EXPRESS,
        /** A Distributed Map with Standard children. */
        STANDARD,
        /** The list has more items than {@code atMost} promised: the run fails. */
        REFUSED
    }

    /**
     * A fan-out at one width.
     *
     * @param width the number of items each time that it runs
     * @param items the maximum number of items in the whole run; a nested fan-out runs once for each item of the outer
     *     one
     * @param mode the mode
     * @param children the number of child executions in the whole run
     */
    public record FanOutAtWidth(long width, long items, Mode mode, long children) {}
}
