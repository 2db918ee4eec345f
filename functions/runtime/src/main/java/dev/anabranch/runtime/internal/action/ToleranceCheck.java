package dev.anabranch.runtime.internal.action;

import dev.anabranch.action.UnreadableInput;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fails the run if more items of a fan-out failed than are tolerated. The translator adds it after such a fan-out. It
 * reads records, not results. The state machine also calls it while the items are running, as soon as its own count of
 * failed items exceeds the limit.
 */
public final class ToleranceCheck implements Task<ToleranceCheck.Input, Long> {

    /** Creates the task. Lambda calls it. */
    public ToleranceCheck() {}

    /**
     * The items and the tolerance.
     *
     * @param fanOut the name of the fan-out, for the message
     * @param items how the items ended
     * @param percent the tolerated percentage of failed items, 0 to 100
     * @param count the tolerated number of failed items; null for no limit
     * @param early true while items may still be running and may be retried; null or false after the fan-out
     */
    public record Input(
            String fanOut,
            Items items,
            double percent,
            @Nullable Long count,
            @Nullable Boolean early) {}

    /**
     * How many items there are.
     *
     * @param failed the items that have failed
     * @param spent those of them that are not retried according to their records
     * @param started the items whose last step has started
     * @param total all items
     * @param unended why an item has not ended; null if all have
     */
    public record Items(
            long failed,
            long spent,
            long started,
            long total,
            @Nullable String unended) {}

    @Override
    public Long run(Input input, TaskContext context) {
        Items items = input.items();
        boolean early = Boolean.TRUE.equals(input.early());
        long failed = early ? items.spent() : items.failed();
        if (isBeyondCount(input, failed) || isBeyondPercent(input, failed)) {
            throw new PermanentFailure(message(input, failed));
        }
        if (items.unended() != null && early) {
            // The state machine does not end the fan-out after this error, and calls the check again later.
            throw new IllegalStateException(items.unended());
        }
        if (items.unended() != null) {
            throw new UnreadableInput(items.unended());
        }
        return failed;
    }

    private static String message(Input input, long failed) {
        Items items = input.items();
        long others = items.total() - items.started();
        return String.format(
                        Locale.ROOT,
                        "%,d of the %,d items of `%s` failed, but at most %s may fail.",
                        failed,
                        items.total(),
                        input.fanOut(),
                        allowed(input, failed))
                + (others == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " %,d %s.",
                                others,
                                others == 1
                                        ? "other did not start or did not reach its last step"
                                        : "others did not start or did not reach their last step"));
    }

    private static boolean isBeyondCount(Input input, long failed) {
        return input.count() != null && failed > input.count();
    }

    /** Returns whether too large a share failed. Exact: doubles make 57 of 10,000 items more than 0.57 percent. */
    static boolean isBeyondPercent(Input input, long failed) {
        BigDecimal tolerated = BigDecimal.valueOf(input.percent())
                .multiply(BigDecimal.valueOf(input.items().total()));
        return BigDecimal.valueOf(failed).movePointRight(2).compareTo(tolerated) > 0;
    }

    private static String allowed(Input input, long failed) {
        return isBeyondCount(input, failed)
                ? String.format(Locale.ROOT, "%,d", input.count())
                : BigDecimal.valueOf(input.percent()).stripTrailingZeros().toPlainString() + " percent";
    }
}
