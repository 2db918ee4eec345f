package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.runs.internal.action.IndexRange;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code --items} and {@code --label} of commands that read actions. */
public final class ItemsOption {

    @Option(
            names = "--items",
            paramLabel = "<indexes>",
            description = "Only these items of a fan-out, such as 3,17-20. Indexes begin with 0."
                    + " For items nested in item 2: 2.3,2.5-7.")
    private @Nullable String items;

    @Option(
            names = "--label",
            paramLabel = "<label>",
            description =
                    "Only items with this label, which `label(...)` in the workflow gives them. Digits are a label,"
                            + " too: --label 4711.")
    private @Nullable String label;

    /** Returns the ranges; an empty list for all items, and for items with a label. */
    public List<IndexRange> ranges() {
        if (items != null && label != null) {
            throw new UsageError("`--items` and `--label` are both present. Leave one of them out.");
        }
        return items == null ? List.of() : parse(items);
    }

    /** Returns whether one of the options is present. */
    public boolean isGiven() {
        return items != null || label != null;
    }

    /** Returns the name of the option that is present. */
    public String name() {
        return label == null ? "--items" : "--label";
    }

    /** Returns the label; empty for all items. */
    public Optional<String> label() {
        return Optional.ofNullable(label);
    }

    /** @throws UsageError if the text is not a list of indexes and ranges */
    public static List<IndexRange> parse(String text) {
        try {
            return IndexRange.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageError(e.getMessage() + " Labels are selected with `--label`.", e);
        }
    }
}
