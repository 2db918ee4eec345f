package dev.anabranch.cli.internal.progress;

import dev.anabranch.runs.internal.action.ItemStates;
import dev.anabranch.runs.internal.record.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The counts of all fan-outs of a run, in the order in which the fan-outs appeared. Thread-safe. */
final class ProgressCounts {

    /** A fan-out that appears this soon is assumed to have run since the run began. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    /** The maximum number of kinds of errors of a node; further ones are counted together. */
    private static final int MOST_KINDS = 20;

    private static final String OTHERS = "other errors";

    private final InstantSource clock;
    private final Instant made;
    private final Instant since;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** The errors of each node by their shape. */
    private final Map<String, Map<String, Kind>> errors = new HashMap<>();

    private ProgressTree tree = ProgressTree.UNKNOWN;

    private FanOutProgress.@Nullable End end;

    /** Counts fan-outs that all begin later. */
    ProgressCounts(InstantSource clock) {
        this(clock, Instant.MAX);
    }

    /**
     * Counts the fan-outs of a run that may have been running for some time.
     *
     * @param since when the run began
     */
    ProgressCounts(InstantSource clock, Instant since) {
        this.clock = clock;
        this.made = clock.instant();
        // The clock of the run's server may be ahead of this one.
        this.since = since.isBefore(made) ? since : made;
    }

    synchronized void arrange(ProgressTree known) {
        tree = known;
    }

    /** Counts an error, and returns it if it is the first of its kind; empty otherwise. */
    synchronized Optional<String> error(String node, String name, String message) {
        Map<String, Kind> ofNode = errors.computeIfAbsent(node, n -> new LinkedHashMap<>());
        String line = message.lines().findFirst().orElse("");
        String shape = text(name, ItemStates.shape(line));
        boolean isOther = !ofNode.containsKey(shape) && ofNode.size() >= MOST_KINDS;
        String key = isOther ? OTHERS : shape;
        Kind first = new Kind(isOther ? OTHERS : text(name, ItemStates.shortened(line)), 1);
        Kind kind = ofNode.merge(key, first, (known, next) -> known.with(next, key));
        return kind.count() == 1 ? Optional.of(kind.text()) : Optional.empty();
    }

    private static String text(String name, String message) {
        return name.substring(name.lastIndexOf('.') + 1) + (message.isEmpty() ? "" : ": " + message);
    }

    /**
     * Returns the errors of a node and their numbers, the most frequent first. Errors whose messages differ only in numbers are
     * one, with {@code #} for each number.
     */
    synchronized List<Map.Entry<String, Long>> errors(String node) {
        return errors.getOrDefault(node, Map.of()).values().stream()
                .map(kind -> Map.entry(kind.text(), kind.count()))
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .toList();
    }

    /** Returns the lines of the tree, and the nodes that it does not have. */
    synchronized List<ProgressTree.Row> rows() {
        return Stream.concat(
                        tree.rows().stream(),
                        counts.keySet().stream()
                                .filter(node -> !tree.counts(node))
                                .map(node -> new ProgressTree.Row(node, node, 0)))
                .toList();
    }

    /** Returns the counts of a node that has appeared; empty for other nodes. */
    synchronized Optional<FanOutProgress> known(String node) {
        return Optional.ofNullable(counts.get(node)).map(count -> progress(node, count));
    }

    /** Returns whether all actions of a node are done; false for a node that has not appeared. */
    synchronized boolean isComplete(String node) {
        Count count = counts.get(node);
        return count != null && isComplete(count);
    }

    synchronized void expect(String node, long total, boolean grows) {
        Count count = count(node);
        count.grows = grows;
        count.total = OptionalLong.of(total);
    }

    /** Counts actions. It is called for each action, so it computes nothing that only a display needs. */
    synchronized void advance(String node, long succeeded, long failed, long cached) {
        Count count = count(node);
        count.succeeded += succeeded;
        count.failed += failed;
        count.cached += cached;
        count.latest = clock.instant();
        count.rate.add(count.latest, count.done());
    }

    synchronized void failed(String node, long failed) {
        count(node).failed = failed;
    }

    synchronized void ended(RunStatus status, Duration took) {
        end = new FanOutProgress.End(status, took);
    }

    /** Ends the display. If {@link #ended} was not called, the run continues without it. */
    synchronized void close() {
        if (end == null) {
            end = new FanOutProgress.End(RunStatus.RUNNING, Duration.between(since, clock.instant()));
        }
    }

    synchronized List<FanOutProgress> all() {
        return counts.entrySet().stream()
                .map(entry -> progress(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Count count(String node) {
        return counts.computeIfAbsent(node, name -> new Count(begun(clock.instant())));
    }

    private Instant begun(Instant now) {
        return since.isBefore(made) && now.isBefore(made.plus(FIRST_LOOK)) ? since : now;
    }

    private boolean grows(Count count) {
        return count.grows && (end == null || end.status() != RunStatus.SUCCEEDED);
    }

    private boolean isComplete(Count count) {
        return !grows(count) && count.total.isPresent() && count.done() >= count.total.getAsLong();
    }

    private FanOutProgress progress(String node, Count count) {
        Instant now = clock.instant();
        boolean grows = grows(count);
        boolean complete = isComplete(count);
        long computed = count.succeeded + count.failed;
        // Since the latest count more actions may have completed, so the time since then is left out.
        long millis = elapsed(count, count.latest).toMillis();
        Optional<Duration> remaining = complete || grows || count.total.isEmpty() || computed == 0 || end != null
                ? Optional.empty()
                : count.rate.remaining(now, count.total.getAsLong() - count.done());
        return new FanOutProgress(
                node,
                count.total,
                grows,
                count.succeeded,
                count.failed,
                count.cached,
                elapsed(count, complete ? count.latest : now),
                Optional.ofNullable(end),
                millis == 0 ? 0 : computed * 1000.0 / millis,
                remaining);
    }

    /** Returns the time from the beginning of a fan-out until an instant, at most the duration of the run. */
    private Duration elapsed(Count count, Instant until) {
        Duration elapsed = Duration.between(count.begun, until);
        return end != null && elapsed.compareTo(end.took()) > 0 ? end.took() : elapsed;
    }

    /**
     * Errors of the same shape.
     *
     * @param text the error if all are equal, otherwise the shape
     */
    private record Kind(String text, long count) {
        Kind with(Kind other, String shape) {
            return new Kind(text.equals(other.text) ? text : shape, count + other.count);
        }
    }

    private static final class Count {
        final Instant begun;
        Instant latest;
        OptionalLong total = OptionalLong.empty();
        boolean grows;
        long succeeded;
        long failed;
        long cached;
        final CompletionRate rate;

        Count(Instant begun) {
            this.begun = begun;
            this.latest = begun;
            this.rate = new CompletionRate(begun);
        }

        long done() {
            return succeeded + failed + cached;
        }
    }
}
