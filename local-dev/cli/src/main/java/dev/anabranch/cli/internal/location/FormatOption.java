package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.output.RecordFormat;
import dev.anabranch.cli.internal.terminal.UsageError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options {@code --format} and {@code --json} of commands that list records. */
public final class FormatOption {

    @Option(
            names = "--format",
            paramLabel = "<format>",
            description =
                    "The format of the list: table, json, jsonl (one JSON object per line) or csv. Default: table.")
    private @Nullable RecordFormat format;

    @Option(names = "--json", description = "The same as `--format jsonl`.")
    private boolean json;

    /** @throws UsageError if both options are given and differ */
    public RecordFormat get() {
        if (json && format != null && format != RecordFormat.JSONL) {
            throw new UsageError("`--json` is the same as `--format jsonl`. Leave one of them out.");
        }
        return json ? RecordFormat.JSONL : format == null ? RecordFormat.TABLE : format;
    }
}
