package dev.anabranch.explain.internal.cost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/**
 * The resource use of some states: counts, which add up, and peaks and durations, which depend on whether states run in
 * sequence or in parallel.
 *
 * @param counts the counts by kind and node
 * @param millis the duration, in milliseconds
 * @param invocations the peak number of concurrent functions
 * @param mapRuns the peak number of open Map Runs
 * @param events the history events of the execution without failures
 * @param worstEvents the history events if every action uses all its retries
 * @param childEvents the history events of a Standard child, by fan-out
 */
record StateDemand(
        Map<Counter, Long> counts,
        long millis,
        long invocations,
        long mapRuns,
        long events,
        long worstEvents,
        Map<String, Events> childEvents) {

    static final StateDemand NONE = new StateDemand(Map.of(), 0, 0, 0, 0, 0, Map.of());

    /** The maximum of a sum of counts; several of them can be added up. */
    static final long MOST = 100_000_000_000_000_000L;

    /** The kind of a count. */
    enum Kind {
        TRANSITION,
        CHILD_START,
        EXPRESS_EXECUTION,
        /** 100 ms of 64 MB of an Express execution. */
        EXPRESS_STEP,
        INVOCATION,
        /** An action: one item of a batch, or an invocation without a batch. */
        ACTION,
        MAP_RUN,
        /** A write of a record in addition to those of an action. */
        RECORD,
        /** A start of a run of another workflow. */
        RUN
    }

    /** A kind of count at a node; the node is empty for states that belong to no node. */
    record Counter(Kind kind, String node) {}

    /** The history events of an execution: without failures, and if every action uses all its retries. */
    record Events(long expected, long worst) {
        Events max(Events other) {
            return new Events(Math.max(expected, other.expected), Math.max(worst, other.worst));
        }
    }

    StateDemand {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        childEvents = Collections.unmodifiableMap(new LinkedHashMap<>(childEvents));
    }

    static StateDemand count(Kind kind, String node, long count) {
        return new StateDemand(Map.of(new Counter(kind, node), count), 0, 0, 0, 0, 0, Map.of());
    }

    /** Returns this with additional history events. */
    StateDemand events(long expected, long worst) {
        return new StateDemand(
                counts, millis, invocations, mapRuns, events + expected, worstEvents + worst, childEvents);
    }

    /** Returns this with a longer duration, in milliseconds. */
    StateDemand lasting(long more) {
        return new StateDemand(counts, millis + more, invocations, mapRuns, events, worstEvents, childEvents);
    }

    /** Returns this with a number of concurrent functions. */
    StateDemand invoking(long functions) {
        return new StateDemand(counts, millis, functions, mapRuns, events, worstEvents, childEvents);
    }

    /**
     * Returns this with the counts of other executions, whose peaks and duration this has already. The counts of runs of
     * runs multiply, so they can exceed a long: a larger count than {@link #MOST} becomes that.
     */
    StateDemand counting(StateDemand run, long times) {
        Map<Counter, Long> all = new LinkedHashMap<>();
        run.counts.forEach(
                (counter, count) -> all.put(counter, limited(Math.multiplyHigh(count, times), count * times)));
        return new StateDemand(
                merged(counts, all, (one, other) -> limited(0, one + other)),
                millis,
                invocations,
                mapRuns,
                events,
                worstEvents,
                childEvents);
    }

    private static long limited(long high, long low) {
        return high != 0 || low < 0 ? MOST : Math.min(low, MOST);
    }

    /** Returns this with additional open Map Runs. */
    StateDemand openingMapRuns(long more) {
        return new StateDemand(counts, millis, invocations, mapRuns + more, events, worstEvents, childEvents);
    }

    /** Returns this followed by {@code next}. */
    StateDemand then(StateDemand next) {
        return new StateDemand(
                added(next),
                millis + next.millis,
                Math.max(invocations, next.invocations),
                Math.max(mapRuns, next.mapRuns),
                events + next.events,
                worstEvents + next.worstEvents,
                merged(next));
    }

    /** Returns this in parallel with {@code other}. */
    StateDemand beside(StateDemand other) {
        return new StateDemand(
                added(other),
                Math.max(millis, other.millis),
                invocations + other.invocations,
                mapRuns + other.mapRuns,
                events + other.events,
                worstEvents + other.worstEvents,
                merged(other));
    }

    /** Returns this repeated {@code repeats} times, at most {@code concurrency} in parallel. */
    StateDemand times(long repeats, long concurrency) {
        if (repeats < 0) {
            throw new IllegalArgumentException("The number of repeats is " + repeats + "; it must not be negative.");
        }
        if (repeats == 0) {
            return NONE;
        }
        long parallel = Math.min(repeats, Math.max(1, concurrency));
        Map<Counter, Long> all = new LinkedHashMap<>();
        counts.forEach((counter, count) -> all.put(counter, Math.multiplyExact(count, repeats)));
        return new StateDemand(
                all,
                millis * ((repeats + parallel - 1) / parallel),
                invocations * parallel,
                mapRuns * parallel,
                events * repeats,
                worstEvents * repeats,
                childEvents);
    }

    /** Returns this as child executions, whose history is separate from that of their parent. */
    StateDemand asChildren(String fanOut) {
        Map<String, Events> children = new LinkedHashMap<>(childEvents);
        children.merge(fanOut, new Events(events, worstEvents), Events::max);
        return new StateDemand(counts, millis, invocations, mapRuns, 0, 0, children);
    }

    /** Returns this as executions without a history quota. */
    StateDemand withoutHistory() {
        return new StateDemand(counts, millis, invocations, mapRuns, 0, 0, childEvents);
    }

    long of(Kind kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(Map.Entry::getValue)
                .reduce(0, (one, other) -> limited(0, one + other));
    }

    long of(Kind kind, String node) {
        return counts.getOrDefault(new Counter(kind, node), 0L);
    }

    private Map<Counter, Long> added(StateDemand other) {
        return merged(counts, other.counts, Math::addExact);
    }

    private static Map<Counter, Long> merged(
            Map<Counter, Long> one, Map<Counter, Long> other, LongBinaryOperator together) {
        Map<Counter, Long> all = new LinkedHashMap<>(one);
        other.forEach((counter, count) -> all.merge(counter, count, together::applyAsLong));
        return all;
    }

    private Map<String, Events> merged(StateDemand other) {
        Map<String, Events> all = new LinkedHashMap<>(childEvents);
        other.childEvents.forEach((fanOut, events) -> all.merge(fanOut, events, Events::max));
        return all;
    }
}
