package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.action.IndexRange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --items} of commands that read actions. */
public final class ItemsOption {

    @Option(
            names = "--items",
            paramLabel = "<indexes>",
            description = "Only these items of a fan-out, such as 3,17-20. Indexes begin with 0."
                    + " For items nested in item 2: 2.3,2.5-7.")
    private @Nullable String items;

    /** Returns the ranges; an empty list for all items. */
    public List<IndexRange> ranges() {
        return items == null ? List.of() : parse(items);
    }

    /** @throws UsageError if the text is not a list of indexes and ranges */
    public static List<IndexRange> parse(String text) {
        try {
            return IndexRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()), e);
        }
    }
}
