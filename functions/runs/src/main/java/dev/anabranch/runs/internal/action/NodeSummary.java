package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What all started actions of a node have in common: in a nested fan-out, those of all rows. Its size does not depend on
 * the number of actions. Not safe for use by several threads.
 */
public final class NodeSummary {

    /** The maximum number of different errors. */
    static final int MOST_ERRORS = 100;

    private static final int EXAMPLES = 3;

    private final TelemetrySum telemetry = new TelemetrySum();
    private final Timeline timeline = new Timeline();
    private final DurationHistogram durations = new DurationHistogram();
    private final Map<List<String>, PathCluster> errors = new LinkedHashMap<>();
    private long otherErrors;
    private boolean partial;
    private boolean settled;

    /**
     * Failed actions with the same error, except for numbers in their messages.
     *
     * @param name the name of the error
     * @param shape the message with {@code #} for each number
     * @param count the number of actions
     * @param last the indexes of the last of the actions
     * @param examples the indexes of up to three actions, the first ones
     */
    public record PathCluster(String name, String shape, long count, List<Long> last, List<List<Long>> examples) {

        /** Actions of one node have the same number of indexes. */
        private static final Comparator<List<Long>> BY_INDEXES =
                (a, b) -> Arrays.compare(a.toArray(Long[]::new), b.toArray(Long[]::new));

        /** Copies the lists. */
        public PathCluster {
            last = List.copyOf(last);
            examples = List.copyOf(examples);
        }

        private PathCluster and(PathCluster other) {
            return new PathCluster(
                    name,
                    shape,
                    count + other.count,
                    BY_INDEXES.compare(last, other.last) < 0 ? other.last : last,
                    Stream.concat(examples.stream(), other.examples.stream())
                            .sorted(BY_INDEXES)
                            .limit(EXAMPLES)
                            .toList());
        }
    }

    /** Creates a summary without actions. */
    NodeSummary() {}

    /**
     * Reads the records of a node that can have changed, 250 with each request and several in parallel.
     *
     * @param ended true if the run has ended, so no further actions start
     * @param settled what earlier calls have read and cannot change; this one adds to it
     * @param atMost the time limit; null for no limit
     */
    public static NodeSummary read(
            RunWalk walk,
            Vertex node,
            boolean ended,
            SettledSummary settled,
            InstantSource clock,
            @Nullable Duration atMost) {
        Instant until = atMost == null ? Instant.MAX : clock.instant().plus(atMost);
        NodeSummary summary = new NodeSummary();
        summary.settled = ended;
        // A second reader waits, and then reads only what has changed since.
        synchronized (settled) {
            summary.partial = !walk.everyBlock(
                    node,
                    partition -> !settled.has(partition),
                    () -> clock.instant().isBefore(until),
                    (partition, size, records, parents) -> {
                        NodeSummary block = new NodeSummary();
                        records.forEach(record -> block.add(walk.counted(node, record), parents));
                        if (records.size() == size
                                && records.stream().allMatch(record -> ItemLetters.isSettled(record, node))
                                && !walk.grows(node)) {
                            settled.add(partition, block);
                        } else {
                            summary.add(block);
                            summary.settled = false;
                        }
                    });
            summary.settled &= !summary.partial && !settled.isEmpty();
            summary.add(settled.sum());
        }
        return summary;
    }

    private void add(ActionRecord record, List<Long> parents) {
        telemetry.add(record);
        timeline.add(record);
        durations.add(record);
        if (record.status() == ActionStatus.FAILED) {
            List<Long> path = RunWalk.indexes(parents, record.key());
            add(new PathCluster(record.errorName(), ItemStates.shape(record.errorMessage()), 1, path, List.of(path)));
        }
    }

    private void add(PathCluster cluster) {
        List<String> key = List.of(cluster.name(), cluster.shape());
        if (errors.size() < MOST_ERRORS || errors.containsKey(key)) {
            errors.merge(key, cluster, PathCluster::and);
        } else {
            otherErrors += cluster.count();
        }
    }

    /** Adds the actions of another summary. */
    void add(NodeSummary other) {
        telemetry.add(other.telemetry);
        timeline.add(other.timeline);
        durations.add(other.durations);
        other.errors.values().forEach(this::add);
        otherErrors += other.otherErrors;
    }

    /** Returns what the actions have reported. */
    public TelemetrySum telemetry() {
        return telemetry;
    }

    /** Returns when the actions began and ended. */
    public Timeline timeline() {
        return timeline;
    }

    /** Returns how long the actions took that have ended. */
    public DurationHistogram durations() {
        return durations;
    }

    /** Returns the errors of failed actions, the most frequent first: at most {@value #MOST_ERRORS}. */
    public List<PathCluster> errors() {
        return errors.values().stream()
                .sorted(Comparator.comparingLong(PathCluster::count).reversed())
                .toList();
    }

    /** Returns the number of failed actions whose errors are left out, because there are too many different ones. */
    public long otherErrors() {
        return otherErrors;
    }

    /** Returns true if no later summary can differ. */
    public boolean isSettled() {
        return settled;
    }

    /** Returns true if the time limit ended the read early; some actions are then missing. */
    public boolean isPartial() {
        return partial;
    }
}
