package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.wire.PathSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consecutive items of a fan-out. For a nested fan-out, {@code parents} are the indexes of the enclosing items.
 *
 * @param parents the indexes of the enclosing items, outermost first; empty for a fan-out that is not nested
 * @param first the first index, from 0
 * @param last the last index, inclusive
 */
public record IndexRange(List<Long> parents, long first, long last) {

    /** Describes the format of {@link #parse}, for messages. */
    public static final String EXPECTED =
            "indexes from 0 and ranges, such as `3,17-20`, or `2.5-7` for items inside item 2";

    private static final Pattern RANGE = Pattern.compile("((?:\\d{1,12}\\.){0,20})(\\d{1,12})(?:-(\\d{1,12}))?");

    /**
     * Creates a range.
     *
     * @throws IllegalArgumentException if it is empty or negative
     */
    public IndexRange {
        parents = List.copyOf(parents);
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("`" + first + "-" + last + "` is not a range of indexes.");
        }
    }

    /**
     * Parses ranges such as {@code 3,17-20}, or {@code 2.3,2.5-7} for items inside item 2.
     *
     * @throws IllegalArgumentException if the text is invalid; the message describes the problem
     */
    public static List<IndexRange> parse(String text) {
        List<IndexRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException(
                        "Items must be " + EXPECTED + ", but `" + part.strip() + "` is neither.");
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

    /** Returns the number of indexes of an item: 1, or more for a nested fan-out. */
    public int depth() {
        return parents.size() + 1;
    }

    /** Returns the items of all ranges, including the items nested in them. */
    public static PathSet paths(List<IndexRange> ranges) {
        PathSet paths = new PathSet();
        ranges.forEach(range -> paths.addRange(range.parents, range.first, range.last));
        return paths;
    }

    /** Returns the path of an item. */
    List<Long> path(long index) {
        return RunWalk.path(parents, index);
    }

    @Override
    public String toString() {
        String item = RunWalk.joined(path(first));
        return first == last ? item : item + "-" + last;
    }
}
