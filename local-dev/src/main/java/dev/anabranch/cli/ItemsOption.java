package dev.anabranch.cli;

import dev.anabranch.run.IndexRange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --items} of commands that look at actions. */
final class ItemsOption {

    @Option(
            names = "--items",
            paramLabel = "<indexes>",
            description = {
                "Those of these items of a fan-out only, such as 3,17-20; the first is 0.",
                "For items inside item 2: 2.3,2.5-7."
            })
    private @Nullable String items;

    /** None for all. */
    List<IndexRange> ranges() {
        return items == null ? List.of() : parse(items);
    }

    /** @throws WrongCommand with what is wrong */
    static List<IndexRange> parse(String text) {
        try {
            return IndexRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new WrongCommand(String.valueOf(e.getMessage()), e);
        }
    }
}
