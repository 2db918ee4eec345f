package dev.anabranch.runs.internal.action;

import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The statuses and durations of consecutive items of a fan-out in a compact form, and the errors among them: what a
 * picture of a wide fan-out needs, without a view of each action.
 *
 * @param width the number of items of the fan-out
 * @param from the first item
 * @param to the item after the last one
 * @param states one letter for each item in run-length encoding, such as {@code 250S1F}: the letter of the status as in
 *     records, or a dot for an item that has not started
 * @param durations in the same form the durations of items that have ended: {@code a} for 0 ms, {@code b} for 1, {@code
 *     c} for 2 to 3, {@code d} for 4 to 7 and so on; a dot for others
 * @param took the durations of all items together, in narrower ranges
 * @param timeline how many of the items began, ended and failed over time
 * @param telemetry what they have reported
 * @param settled true if none of the items can change without a rerun and none can follow; false without items, as
 *     their list may not exist yet, and for rounds of a loop
 * @param errors the errors of failed items, the most frequent first
 */
public record ItemStates(
        long width,
        long from,
        long to,
        String states,
        String durations,
        DurationHistogram took,
        Timeline timeline,
        TelemetrySum telemetry,
        boolean settled,
        List<ErrorCluster> errors) {

    /** The maximum number of blocks that are read: 25,000 items, which takes about a second. */
    static final int BLOCKS = 100;

    private static final int EXAMPLES = 3;
    private static final int LONGEST_SHAPE = 200;

    /** What differs between messages of the same kind: numbers, and hexadecimal identifiers of 8 digits and more. */
    private static final Pattern VARIABLE = Pattern.compile("\\b\\p{XDigit}{8,}\\b|\\d+");

    /** Copies the list. */
    public ItemStates {
        errors = List.copyOf(errors);
    }

    /**
     * Failed items with the same error, except for numbers in their messages.
     *
     * @param name the name of the error
     * @param shape the message with {@code #} for each number
     * @param count the number of items
     * @param first the first item
     * @param last the last item
     * @param examples up to three items
     */
    public record ErrorCluster(String name, String shape, long count, long first, long last, List<Long> examples) {
        /** Copies the list. */
        public ErrorCluster {
            examples = List.copyOf(examples);
        }

        private ErrorCluster and(long index) {
            List<Long> more = new ArrayList<>(examples);
            if (more.size() < EXAMPLES) {
                more.add(index);
            }
            return new ErrorCluster(name, shape, count + 1, first, index, more);
        }
    }

    /**
     * Reads items in parallel requests.
     *
     * @param node a call in a fan-out
     * @param parents the indexes of the enclosing items; empty for a fan-out that is not nested
     * @param from the first item; the read begins with its block
     */
    public static ItemStates read(RunWalk walk, Vertex node, List<Long> parents, long from) {
        long width = walk.width(node, parents);
        long first = Math.min(width, from - from % RecordKey.BLOCK);
        long to = Math.min(width, first + (long) BLOCKS * RecordKey.BLOCK);
        ItemLetters letters = new ItemLetters(node, first, to);
        DurationHistogram took = new DurationHistogram();
        Timeline timeline = new Timeline();
        TelemetrySum telemetry = new TelemetrySum();
        Map<String, ErrorCluster> errors = new LinkedHashMap<>();
        walk.someBlocks(node, List.of(new RunWalk.ItemRange(parents, first, to)), (records, in, end) -> {
            for (ActionRecord recorded : records) {
                ActionRecord record = walk.counted(node, recorded);
                long index = RunWalk.index(record.key());
                letters.add(record);
                took.add(record);
                timeline.add(record);
                telemetry.add(record);
                if (record.status() == ActionStatus.FAILED) {
                    String shape = shape(record.errorMessage());
                    errors.merge(
                            record.errorName() + "\n" + shape,
                            new ErrorCluster(record.errorName(), shape, 1, index, index, List.of(index)),
                            (known, one) -> known.and(index));
                }
            }
            return true;
        });
        List<ErrorCluster> sorted = errors.values().stream()
                .sorted((a, b) -> Long.compare(b.count(), a.count()))
                .toList();
        boolean settled = to > first && letters.settled() && !walk.grows(node);
        return new ItemStates(
                width, first, to, letters.states(), letters.durations(), took, timeline, telemetry, settled, sorted);
    }

    /** Returns a message with {@code #} for each number, which similar messages share. */
    public static String shape(String message) {
        return shortened(VARIABLE.matcher(message).replaceAll("#"));
    }

    /** Returns the beginning of a message, at most as long as a shape. */
    public static String shortened(String message) {
        return message.length() <= LONGEST_SHAPE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, message.codePointCount(0, LONGEST_SHAPE))) + "…";
    }
}
