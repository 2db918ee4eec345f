package dev.anabranch.examples.squareall;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of the actions.
 *
 * @param succeeded the number of actions that succeeded
 * @param failed the number of actions that failed
 * @param sum the sum of the squares
 * @param failures the failures, in the order of the numbers
 * @param squares one for each number; null if its action failed
 */
public record SquareAllReport(
        int succeeded, int failed, long sum, List<Failed> failures, List<@Nullable Integer> squares) {

    /** A failed action with its error. */
    public record Failed(int number, String error, String message) {}
}
