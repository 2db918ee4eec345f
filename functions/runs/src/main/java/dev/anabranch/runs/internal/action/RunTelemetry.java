package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the actions of a run have reported, by node.
 *
 * @param nodes the nodes whose actions have reported something, in the order of the graph
 * @param partial true if the time limit ended the read early; some records are then missing
 */
public record RunTelemetry(Map<String, TelemetrySum> nodes, boolean partial) {

    /**
     * Reads the records of all started actions of nodes, 250 with each request and several in parallel.
     *
     * @param atMost the time limit; null for no limit
     */
    public static RunTelemetry read(RunWalk walk, List<Vertex> nodes, InstantSource clock, @Nullable Duration atMost) {
        Instant until = atMost == null ? Instant.MAX : clock.instant().plus(atMost);
        BooleanSupplier proceed = () -> clock.instant().isBefore(until);
        Map<String, TelemetrySum> sums = new LinkedHashMap<>();
        boolean all = true;
        for (Vertex node : nodes) {
            TelemetrySum sum = new TelemetrySum();
            all &= walk.everyBlock(node, proceed, (records, parents, end) -> {
                records.forEach(record -> sum.add(walk.counted(node, record)));
                return true;
            });
            if (!sum.isEmpty()) {
                sums.put(node.id(), sum);
            }
        }
        return new RunTelemetry(sums, !all);
    }
}
