package dev.anabranch.runtime.internal.action;

import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fails the run if more items of a fan-out failed than are tolerated. The translator adds it after such a fan-out. It
 * reads records, not results.
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
     */
    public record Input(
            String fanOut,
            Items items,
            double percent,
            @Nullable Long count) {}

    /** The numbers of failed items and of all items. */
    public record Items(long failed, long total) {}

    @Override
    public Long run(Input input, TaskContext context) {
        Items items = input.items();
        if (beyondCount(input) || items.failed() * 100.0 > input.percent() * items.total()) {
            throw new PermanentFailure(String.format(
                    Locale.ROOT,
                    "%,d of the %,d items of `%s` failed, but at most %s may fail.",
                    items.failed(),
                    items.total(),
                    input.fanOut(),
                    allowed(input)));
        }
        return items.failed();
    }

    private static boolean beyondCount(Input input) {
        return input.count() != null && input.items().failed() > input.count();
    }

    private static String allowed(Input input) {
        return beyondCount(input)
                ? String.format(Locale.ROOT, "%,d", input.count())
                : String.format(Locale.ROOT, "%s percent", input.percent());
    }
}
