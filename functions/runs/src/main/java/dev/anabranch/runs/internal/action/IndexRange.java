package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.wire.PathSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Items of a fan-out whose indexes follow each other. Where it is in other fan-outs, the indexes of their items come first.
 *
 * @param parents the indexes of the items that the fan-out is in, outermost first; empty for one that is in none
 * @param first the first index, from 0
 * @param last the last, which belongs to them
 */
public record IndexRange(List<Long> parents, long first, long last) {

    /** What {@link #parse} reads, for people. */
    public static final String EXPECTED =
            "indexes from 0 and ranges of them, such as `3,17-20`, or `2.5-7` for items inside item 2";

    private static final Pattern RANGE = Pattern.compile("((?:\\d{1,12}\\.){0,20})(\\d{1,12})(?:-(\\d{1,12}))?");

    /** Refuses what is empty or negative. */
    public IndexRange {
        parents = List.copyOf(parents);
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("`" + first + "-" + last + "` is no range of indexes.");
        }
    }

    /**
     * Reads ranges as people write them: {@code 3,17-20}, or {@code 2.3,2.5-7} for items inside item 2.
     *
     * @throws IllegalArgumentException when it is something else; the message says what
     */
    public static List<IndexRange> parse(String text) {
        List<IndexRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException(
                        "Items are " + EXPECTED + ", but `" + part.strip() + "` is neither.");
            }
            List<Long> parents = range.group(1).isEmpty()
                    ? List.of()
                    : Arrays.stream(range.group(1).split("\\."))
                            .map(Long::valueOf)
                            .toList();
            long first = Long.parseLong(range.group(2));
            long last = range.group(3) == null ? first : Long.parseLong(range.group(3));
            if (last < first) {
                throw new IllegalArgumentException(
                        "The range `" + part.strip() + "` ends before it begins. Write the smaller index first.");
            }
            ranges.add(new IndexRange(parents, first, last));
        }
        return ranges;
    }

    /** How many fan-outs they tell the index of. */
    public int depth() {
        return parents.size() + 1;
    }

    /** The items of all ranges, each with all that is inside it. */
    static PathSet paths(List<IndexRange> ranges) {
        PathSet paths = new PathSet();
        ranges.forEach(range -> paths.addRange(range.parents, range.first, range.last));
        return paths;
    }

    /** The indexes of one of the items. */
    List<Long> path(long index) {
        return RunWalk.path(parents, index);
    }

    @Override
    public String toString() {
        String item = RunWalk.joined(path(first));
        return first == last ? item : item + "-" + last;
    }
}
