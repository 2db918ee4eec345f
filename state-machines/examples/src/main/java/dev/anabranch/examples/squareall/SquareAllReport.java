package dev.anabranch.examples.squareall;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the actions ended.
 *
 * @param succeeded how many returned
 * @param failed how many did not
 * @param sum of the squares that there are
 * @param failures those that failed, in order
 * @param squares one for each number, null where its action failed
 */
public record SquareAllReport(
        int succeeded, int failed, long sum, List<Failed> failures, List<@Nullable Integer> squares) {

    /** An action that failed, and why. */
    public record Failed(int number, String error, String message) {}
}
