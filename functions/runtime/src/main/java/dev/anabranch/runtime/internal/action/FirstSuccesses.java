package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Returns the results that were available first. The state machine calls it while the items are running, as soon as its
 * own count of successes suffices, and again after the fan-out. The result of the first call that succeeds is recorded,
 * so later calls, late results and reruns do not change it.
 */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 300)
public final class FirstSuccesses implements Task<FirstSuccesses.Input, JsonNode> {

    /** Creates the task. Lambda calls it. */
    public FirstSuccesses() {}

    /**
     * The items.
     *
     * @param fanOut the name of the fan-out, for the message
     * @param items how the items ended
     * @param single true to return the only result instead of a list
     * @param early true while items may still be running; null or false after the fan-out
     */
    public record Input(
            String fanOut,
            Items items,
            boolean single,
            @Nullable Boolean early) {}

    /**
     * How the items have ended.
     *
     * @param needed how many results are needed
     * @param succeeded how many items have succeeded
     * @param total how many items there are
     * @param unended why an item has not ended; null if all have
     * @param error the first failure; null if there is none
     * @param values the first results, by index
     */
    public record Items(
            int needed,
            long succeeded,
            long total,
            @Nullable String unended,
            @Nullable String error,
            List<JsonNode> values) {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }
    }

    @Override
    public JsonNode run(Input input, TaskContext context) {
        Items items = input.items();
        if (items.succeeded() >= items.needed()) {
            return input.single()
                    ? items.values().get(0)
                    : JsonNodeFactory.instance.arrayNode().addAll(items.values());
        }
        if (items.needed() > items.total()) {
            throw new PermanentFailure(String.format(
                    Locale.ROOT, "`%s` needs %s, but has only %,d.", input.fanOut(), needed(items), items.total()));
        }
        if (items.unended() != null && Boolean.TRUE.equals(input.early())) {
            // The state machine does not end the fan-out after this error, and calls this task again later.
            throw new IllegalStateException(items.unended());
        }
        if (items.unended() != null) {
            throw new UnreadableInput(items.unended());
        }
        throw new PermanentFailure(String.format(
                Locale.ROOT,
                "`%s` needs %s, but only %,d of its %,d items did.%s",
                input.fanOut(),
                needed(items),
                items.succeeded(),
                items.total(),
                items.error() == null ? "" : " The first failure: " + items.error()));
    }

    private static String needed(Items items) {
        return items.needed() == 1
                ? "1 item that succeeds"
                : String.format(Locale.ROOT, "%,d items that succeed", items.needed());
    }
}
