package dev.anabranch.explain.internal.cost;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/**
 * What some states do: counts that add up, and peaks and times that depend on whether they run one after the other or side by side.
 *
 * @param counts what is counted, by kind and node
 * @param millis how long it takes
 * @param invocations the most functions at once
 * @param mapRuns the most Map Runs open at once
 * @param events history events of the execution, where nothing fails
 * @param worstEvents the same with every retry used up
 * @param childEvents history events of a Standard child, by fan-out; each with its worst case
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

    /** What is counted. */
    enum Kind {
        TRANSITION,
        CHILD_START,
        EXPRESS_EXECUTION,
        /** 100 ms of 64 MB. */
        EXPRESS_STEP,
        INVOCATION,
        /** Items that an invocation handled; one where it is not given a batch. */
        ACTION,
        MAP_RUN,
        /** A record that a state writes itself. */
        RECORD
    }

    /** A count of something at a node; the node is empty for states that only hold the machine together. */
    record Counter(Kind kind, String node) {}

    /** History events of an execution: where nothing fails, and with every retry used up. */
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

    /** This and that many history events. */
    StateDemand events(long expected, long worst) {
        return new StateDemand(
                counts, millis, invocations, mapRuns, events + expected, worstEvents + worst, childEvents);
    }

    /** This, taking that much longer. */
    StateDemand lasting(long more) {
        return new StateDemand(counts, millis + more, invocations, mapRuns, events, worstEvents, childEvents);
    }

    /** This with functions at once. */
    StateDemand invoking(long atOnce) {
        return new StateDemand(counts, millis, atOnce, mapRuns, events, worstEvents, childEvents);
    }

    /** This, then another. */
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

    /** This beside another. */
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

    /** This as often as that, at most {@code atOnce} at a time. */
    StateDemand times(long often, long atOnce) {
        if (often == 0) {
            return NONE;
        }
        long together = Math.min(often, Math.max(1, atOnce));
        Map<Counter, Long> all = new LinkedHashMap<>();
        counts.forEach((counter, count) -> all.put(counter, Math.multiplyExact(count, often)));
        return new StateDemand(
                all,
                millis * ((often + together - 1) / together),
                invocations * together,
                mapRuns * together,
                events * often,
                worstEvents * often,
                childEvents);
    }

    /** This as executions of their own, whose history is not that of their parent. */
    StateDemand asChildren(String fanOut) {
        Map<String, Events> children = new LinkedHashMap<>(childEvents);
        children.merge(fanOut, new Events(events, worstEvents), Events::max);
        return new StateDemand(counts, millis, invocations, mapRuns, 0, 0, children);
    }

    /** This as executions that have no history to speak of. */
    StateDemand withoutHistory() {
        return new StateDemand(counts, millis, invocations, mapRuns, 0, 0, childEvents);
    }

    long of(Kind kind) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().kind() == kind)
                .mapToLong(Map.Entry::getValue)
                .sum();
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
