package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.output.NextCommand;
import dev.anabranch.cli.internal.output.ShellWord;
import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.embedded.internal.cloud.AwaitObserver;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.stores.internal.storage.DataFolder.DataFolderUnavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the folder that keeps runs. */
public final class DataOption {

    /** The environment variable that names the folder if {@code --data} is absent. */
    public static final String VARIABLE = "ANABRANCH_DATA";

    @Option(
            names = "--data",
            paramLabel = "<dir>",
            description = "The folder that keeps runs. Default: $" + VARIABLE + ", or ~/.anabranch.")
    private @Nullable Path data;

    /** The option as text for another command, if {@link #data} is not what the user has written. */
    private @Nullable String written;

    /** Returns whether the option was given. */
    boolean isGiven() {
        return data != null;
    }

    /** Returns this option as text for another command, after a blank; an empty text if it was not given. */
    String again() {
        if (written != null) {
            return written;
        }
        return data == null ? "" : " --data " + ShellWord.of(data.toString());
    }

    /** Returns how messages name a command for the same folder. */
    NextCommand next(CommandContext console) {
        return new NextCommand(console.host().launcher(), again(), false, console.terminal());
    }

    /** Returns whether the user has named a folder, with the option or the variable. */
    boolean isChosen(CommandContext console) {
        return data != null || console.environment().containsKey(VARIABLE);
    }

    /** Returns the folder; empty if the user has named none and has no home folder. */
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
     * Returns the folder, for a command that reads past runs.
     *
     * @throws UsageError if the user has named none and has no home folder
     */
    public Path required(CommandContext console) {
        return folder(console)
                .orElseThrow(() ->
                        new UsageError("The home folder is unknown. Name the folder that keeps runs with `--data`."));
    }

    /**
     * Returns the folder, for a command that only reads or changes runs that exist.
     *
     * @throws UsageError if the user has named a folder that does not exist, or has named none and has no home folder
     */
    Path existing(CommandContext console) {
        Path folder = required(console);
        if (isChosen(console) && !Files.exists(folder)) {
            throw new UsageError("The data folder `" + folder + "` does not exist. Correct its name.");
        }
        return folder;
    }

    /** Returns an option that names the same folder, so that a run is never kept in memory instead. */
    public DataOption chosen(CommandContext console) {
        DataOption chosen = new DataOption();
        chosen.data = required(console);
        chosen.written = again();
        return chosen;
    }

    /**
     * Opens a cloud that keeps its runs in the folder. If another process holds the folder, the runs are kept through
     * that process. If the folder is the default and cannot be written, runs are kept in memory.
     *
     * @throws DataFolderUnavailable if the user named the folder and it cannot be used
     */
    LocalCloud open(
            ActionObserver observer, AwaitObserver waits, LocalCloud.Functions functions, CommandContext console)
            throws IOException {
        Optional<Path> folder = folder(console);
        try {
            LocalCloud local =
                    LocalCloud.open(observer, waits, LocalCloud.Settings.ofRun(folder.orElse(null), functions));
            local.unfinishedWrites().forEach(sentence -> console.err().println("anabranch: " + sentence));
            return local;
        } catch (DataFolderUnavailable e) {
            if (isChosen(console)) {
                throw e;
            }
            return LocalCloud.open(observer, waits, LocalCloud.Settings.ofRun(null, functions));
        }
    }

    /** Returns a sentence for the user with the reason why the run is kept in memory. */
    String whyInMemory(CommandContext console) {
        return folder(console)
                .map(folder -> "The run is kept in memory only, because the data folder `" + folder
                        + "` cannot be written. Name another with `--data`.")
                .orElse(
                        "The run is kept in memory only, because the home folder is unknown. Name a folder with `--data`.");
    }
}
