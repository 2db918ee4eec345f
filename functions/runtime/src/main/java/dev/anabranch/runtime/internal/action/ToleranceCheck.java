package dev.anabranch.runtime.internal.action;

import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fails the run when more items of a fan-out failed than are tolerated. The translator puts it behind such a fan-out; it is a function
 * like that of any task. Only records are read, not results.
 */
public final class ToleranceCheck implements Task<ToleranceCheck.Input, Long> {

    /** Made by Lambda. */
    public ToleranceCheck() {}

    /**
     * What is counted and tolerated.
     *
     * @param fanOut the name of the fan-out, for the message
     * @param items how its items ended
     * @param percent the most items that may fail, 0 to 100
     * @param count the most items that may fail; null for any number
     */
    public record Input(
            String fanOut,
            Items items,
            double percent,
            @Nullable Long count) {}

    /** How many items there are, and how many of them failed. */
    public record Items(long failed, long total) {}

    @Override
    public Long run(Input input, TaskContext context) {
        Items items = input.items();
        if (beyondCount(input) || items.failed() * 100.0 > input.percent() * items.total()) {
            throw new PermanentFailure(String.format(
                    Locale.ROOT,
                    "%,d of the %,d items of `%s` failed, but only %s may.",
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
