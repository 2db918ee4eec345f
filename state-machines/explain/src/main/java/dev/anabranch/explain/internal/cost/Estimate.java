package dev.anabranch.explain.internal.cost;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one run costs and demands at given widths.
 *
 * @param widths the widths
 * @param lines the bill, by node in the order of the graph; the node is empty for states that only hold the machine together
 * @param demand what the run asks of quotas
 * @param limits what holds it back, the worst first
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
     * What a run asks of quotas, where nothing fails.
     *
     * @param transitions state transitions of Standard executions, starts of children included
     * @param invocations of functions
     * @param millis how long it takes if only the plan's own concurrency holds it back
     * @param concurrentFunctions the most functions at once
     * @param mapRunsAtOnce the most Map Runs open at once
     * @param events history events of the run's own execution
     * @param worstEvents the same where every action uses up all of its retries
     * @param fanOuts what each fan-out does that is distributed at these widths, by id
     */
    public record Demand(
            long transitions,
            long invocations,
            long millis,
            long concurrentFunctions,
            long mapRunsAtOnce,
            long events,
            long worstEvents,
            Map<String, Distribution> fanOuts) {

        /** Copies the map and keeps its order. */
        public Demand {
            fanOuts = Collections.unmodifiableMap(new LinkedHashMap<>(fanOuts));
        }
    }

    /**
     * A fan-out as child executions.
     *
     * @param mapRuns how many Map Runs there are in the whole run
     * @param children how many child executions they start together
     * @param childEvents history events of one child; 0 for Express, which has no quota on them
     * @param worstChildEvents the same with all retries used up
     */
    public record Distribution(long mapRuns, long children, long childEvents, long worstChildEvents) {}

    /** How much of a charge there is. */
    public BigDecimal quantity(Charge charge) {
        return lines.stream()
                .filter(line -> line.charge() == charge)
                .map(Line::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What a charge costs. */
    public BigDecimal dollars(Charge charge) {
        return lines.stream()
                .filter(line -> line.charge() == charge)
                .map(Line::dollars)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What a service costs, by its name, in the order of {@link Charge}; services that cost nothing are left out. */
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

    /** What all of it costs. */
    public BigDecimal total() {
        return lines.stream().map(Line::dollars).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
