package dev.anabranch.runs.internal.graph;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class NearestName {

    private NearestName() {}

    /** Returns {@code " Did you mean `name`?"} for the nearest name; an empty text if there is none. */
    public static String hint(String written, Collection<String> names) {
        return of(written, names).map(name -> " Did you mean `" + name + "`?").orElse("");
    }

    /** Returns the name with the fewest changed characters; empty if too many differ for a typing error. */
    static Optional<String> of(String written, Collection<String> names) {
        return names.stream()
                .min(Comparator.comparingInt((String name) -> distance(written, name))
                        .thenComparing(name -> name))
                .filter(name -> distance(written, name) <= Math.max(1, Math.min(written.length(), name.length()) / 3));
    }

    /**
     * Returns the number of changes that make one text of the other, ignoring case: a change is a character that is
     * added, removed or replaced, or two neighbours that are swapped.
     */
    private static int distance(String one, String other) {
        int[] twoBefore = new int[other.length() + 1];
        int[] before = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = before[j - 1] + (isSame(one, i - 1, other, j - 1) ? 0 : 1);
                row[j] = Math.min(Math.min(row[j - 1], before[j]) + 1, replaced);
                if (i > 1 && j > 1 && isSame(one, i - 1, other, j - 2) && isSame(one, i - 2, other, j - 1)) {
                    row[j] = Math.min(row[j], twoBefore[j - 2] + 1);
                }
            }
            twoBefore = before;
            before = row;
        }
        return before[other.length()];
    }

    private static boolean isSame(String one, int i, String other, int j) {
        return Character.toLowerCase(one.charAt(i)) == Character.toLowerCase(other.charAt(j));
    }
}
