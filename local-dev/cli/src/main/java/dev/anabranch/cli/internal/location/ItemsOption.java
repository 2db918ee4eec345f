package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.action.IndexRange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --items} of commands that look at actions. */
public final class ItemsOption {

    @Option(
            names = "--items",
            paramLabel = "<indexes>",
            description = {
                "Those of these items of a fan-out only, such as 3,17-20; the first is 0.",
                "For items inside item 2: 2.3,2.5-7."
            })
    private @Nullable String items;

    /** None for all. */
    public List<IndexRange> ranges() {
        return items == null ? List.of() : parse(items);
    }

    /** @throws UsageError with what is wrong */
    public static List<IndexRange> parse(String text) {
        try {
            return IndexRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageError(String.valueOf(e.getMessage()), e);
        }
    }
}
