package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.Arrays;
import java.util.OptionalLong;

/** The statuses and durations of consecutive items of a fan-out as letters: see {@link ItemStates}. */
final class ItemLetters {

    private static final char NONE = '.';

    private final Vertex node;
    private final long first;
    private final char[] states;
    private final char[] durations;
    private long begun;
    private boolean unsettled;

    /**
     * Creates letters of items that have not started.
     *
     * @param node a call in a fan-out
     * @param first the first item
     * @param to the item after the last one
     */
    ItemLetters(Vertex node, long first, long to) {
        this.node = node;
        this.first = first;
        states = new char[(int) (to - first)];
        durations = new char[states.length];
        Arrays.fill(states, NONE);
        Arrays.fill(durations, NONE);
    }

    void add(ActionRecord record) {
        int at = (int) (RunWalk.index(record.key()) - first);
        states[at] = record.status().code().charAt(0);
        durations[at] = duration(record);
        begun++;
        unsettled |= !isSettled(record, node);
    }

    /** Returns whether an action cannot change without a rerun. */
    static boolean isSettled(ActionRecord record, Vertex node) {
        return record.status() != ActionStatus.RUNNING && !record.hasAttemptsLeft(node.attempts());
    }

    /** Returns the letters of the statuses in run-length encoding. */
    String states() {
        return packed(states);
    }

    /** Returns the letters of the durations in run-length encoding. */
    String durations() {
        return packed(durations);
    }

    /** Returns whether all items have begun and none of them can change without a rerun. */
    boolean settled() {
        return !unsettled && begun == states.length;
    }

    private static char duration(ActionRecord record) {
        OptionalLong millis = DurationHistogram.millis(record);
        return millis.isEmpty()
                ? NONE
                : (char) ('a' + Math.min(25, Long.SIZE - Long.numberOfLeadingZeros(millis.getAsLong())));
    }

    private static String packed(char[] letters) {
        StringBuilder packed = new StringBuilder();
        for (int i = 0; i < letters.length; ) {
            int end = i + 1;
            while (end < letters.length && letters[end] == letters[i]) {
                end++;
            }
            packed.append(end - i).append(letters[i]);
            i = end;
        }
        return packed.toString();
    }
}
