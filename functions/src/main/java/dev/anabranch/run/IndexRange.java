package dev.anabranch.run;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Consecutive indexes.
 *
 * @param first the first, from 0
 * @param last the last, which belongs to them
 */
public record IndexRange(long first, long last) {

    private static final Pattern RANGE = Pattern.compile("(\\d{1,12})(?:-(\\d{1,12}))?");

    /** Refuses what is empty or negative. */
    public IndexRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("`" + first + "-" + last + "` is no range of indexes.");
        }
    }

    /**
     * Reads ranges as people write them: {@code 3,17-20}.
     *
     * @throws IllegalArgumentException when it is something else; the message says what
     */
    public static List<IndexRange> parse(String text) {
        List<IndexRange> ranges = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException(
                        "Items are indexes from 0 and ranges of them, such as `3,17-20`, but `" + part.strip()
                                + "` is neither.");
            }
            long first = Long.parseLong(range.group(1));
            long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
            if (last < first) {
                throw new IllegalArgumentException(
                        "The range `" + part.strip() + "` ends before it begins. Write the smaller index first.");
            }
            ranges.add(new IndexRange(first, last));
        }
        return ranges;
    }

    @Override
    public String toString() {
        return first == last ? Long.toString(first) : first + "-" + last;
    }
}
