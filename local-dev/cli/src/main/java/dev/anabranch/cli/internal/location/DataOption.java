package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where runs are kept: the same for all commands that make runs or look at them. */
public final class DataOption {

    /** Names the folder where {@code --data} is left out. */
    public static final String VARIABLE = "ANABRANCH_DATA";

    @Option(
            names = "--data",
            paramLabel = "<dir>",
            description = "The folder that keeps runs. $" + VARIABLE + " or ~/.anabranch if left out.")
    private @Nullable Path data;

    /** True where the option was given. */
    boolean isGiven() {
        return data != null;
    }

    /** True where somebody has chosen the folder, who would not want another. */
    boolean isChosen(CommandContext console) {
        return data != null || console.environment().containsKey(VARIABLE);
    }

    /** The folder; empty where there is none, because nobody has chosen one and the user has no home. */
    Optional<Path> folder(CommandContext console) {
        if (data != null) {
            return Optional.of(console.folder().resolve(data));
        }
        String chosen = console.environment().get(VARIABLE);
        if (chosen != null && !chosen.isEmpty()) {
            return Optional.of(console.folder().resolve(chosen));
        }
        String home =
                console.environment().getOrDefault("HOME", console.environment().getOrDefault("USERPROFILE", ""));
        return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".anabranch"));
    }

    /**
     * The folder, for a command that is about what is kept.
     *
     * @throws UsageError when there is none
     */
    public Path required(CommandContext console) {
        return folder(console)
                .orElseThrow(() -> new UsageError(
                        "There is no home folder to look for runs in. Name the folder that keeps them with --data."));
    }

    /** The same folder, which must be that and no other. */
    public DataOption chosen(CommandContext console) {
        DataOption chosen = new DataOption();
        chosen.data = required(console);
        return chosen;
    }

    /**
     * Opens a cloud that keeps its runs in the folder. If the folder is the default and cannot be used, runs are kept in memory.
     *
     * @throws DataFolderUnavailable if the user named the folder and it cannot be used
     */
    LocalCloud open(ActionObserver observer, LocalCloud.Functions functions, CommandContext console)
            throws IOException {
        Optional<Path> folder = folder(console);
        try {
            return LocalCloud.open(observer, LocalCloud.Settings.ofCommand(folder.orElse(null), functions));
        } catch (DataFolderUnavailable e) {
            if (isChosen(console)) {
                throw e;
            }
            return LocalCloud.open(observer, LocalCloud.Settings.ofCommand(null, functions));
        }
    }

    /** Says to somebody whose run is in memory why it is not kept. */
    String whyInMemory(CommandContext console) {
        return folder(console)
                .map(folder -> "The run is kept in memory only, because `" + folder
                        + "` is held by another process or cannot be written.")
                .orElse("The run is kept in memory only, because there is no home folder. Name another with --data.");
    }
}
