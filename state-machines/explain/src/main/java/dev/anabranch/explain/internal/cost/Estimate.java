package dev.anabranch.explain.internal.cost;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The estimated cost and resource use of one run.
 *
 * @param widths the widths
 * @param lines the bill by node, in the order of the graph; the node is empty for states that belong to no node
 * @param demand the resource use
 * @param limits the lower bounds for the duration, longest first
 */
public record Estimate(AssumedWidths widths, List<Line> lines, Demand demand, List<RunLimit> limits) {

    /** Copies the lists. */
    public Estimate {
        lines = List.copyOf(lines);
        limits = List.copyOf(limits);
    }

    /** One line of a bill. */
    public record Line(String node, Charge charge, BigDecimal quantity, BigDecimal dollars) {}

    /**
     * The resource use of a run without failures.
     *
     * @param transitions the state transitions of Standard executions, including starts of children, with those of the
     *     runs of other workflows that nodes start
     * @param invocations the invocations of functions, also with those of these runs
     * @param millis the duration if only the plan's concurrency limits it, in milliseconds
     * @param concurrentFunctions the peak number of concurrent functions
     * @param openMapRuns the peak number of open Map Runs
     * @param events the history events of the run's execution
     * @param worstEvents the history events if every action uses all its retries
     * @param fanOuts the distributed fan-outs at these widths, by id
     */
    public record Demand(
            long transitions,
            long invocations,
            long millis,
            long concurrentFunctions,
            long openMapRuns,
            long events,
            long worstEvents,
            Map<String, Distribution> fanOuts) {

        /** Copies the map in its order. */
        public Demand {
            fanOuts = Collections.unmodifiableMap(new LinkedHashMap<>(fanOuts));
        }
    }

    /**
     * A distributed fan-out.
     *
     * @param mapRuns the number of Map Runs in the whole run
     * @param children the number of child executions of all Map Runs
     * @param childEvents the history events of one child; 0 for Express, which has no quota for them
     * @param worstChildEvents the history events of one child if every action uses all its retries
     */
    public record Distribution(long mapRuns, long children, long childEvents, long worstChildEvents) {}

    /** Returns the quantity of a charge. */
    public BigDecimal quantity(Charge charge) {
        return lines.stream()
                .filter(line -> line.charge() == charge)
                .map(Line::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns the cost of a charge. */
    public BigDecimal dollars(Charge charge) {
        return lines.stream()
                .filter(line -> line.charge() == charge)
                .map(Line::dollars)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Returns the cost of each service by name, in the order of {@link Charge}. Services without cost are missing. */
    public Map<String, BigDecimal> services() {
        Map<String, BigDecimal> services = new LinkedHashMap<>();
        for (Charge charge : Charge.values()) {
            BigDecimal dollars = dollars(charge);
            if (dollars.signum() != 0) {
                services.merge(charge.service(), dollars, BigDecimal::add);
            }
        }
        return services;
    }

    /** Returns the total cost. */
    public BigDecimal total() {
        return lines.stream().map(Line::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
