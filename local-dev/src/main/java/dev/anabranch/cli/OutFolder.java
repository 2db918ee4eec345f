package dev.anabranch.cli;

import dev.anabranch.client.ClientFile;
import dev.anabranch.client.RunClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The folder that receives a run's files. */
final class OutFolder {

    private final Path folder;

    private OutFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder, made if it is not there.
     *
     * @throws WrongCommand when it cannot be made or written to
     */
    static OutFolder at(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new WrongCommand("The folder `" + folder + "` that --out names cannot be made.", e);
        }
        if (!Files.isWritable(folder)) {
            throw new WrongCommand("The folder `" + folder + "` that --out names cannot be written to.");
        }
        return new OutFolder(folder);
    }

    /**
     * Writes all files of a run under their own names; where two have the same, the action goes before it.
     *
     * @throws WrongCommand when one cannot be written or read; those before it are there
     */
    void write(String runId, RunClient client) {
        List<ClientFile> files = client.files(runId).toList();
        Map<String, Integer> sameName = new HashMap<>();
        files.forEach(file -> sameName.merge(file.name(), 1, Integer::sum));
        for (ClientFile file : files) {
            boolean unique = sameName.getOrDefault(file.name(), 0) == 1;
            Path target = folder.resolve(unique ? file.name() : file.node() + "-" + file.path() + "-" + file.name())
                    .normalize();
            if (!folder.normalize().equals(target.getParent())) {
                throw new WrongCommand("The file `" + file.name() + "` would not be in the folder `" + folder + "`.");
            }
            write(file, target, client);
        }
    }

    /** Whole or not at all. */
    private void write(ClientFile file, Path target, RunClient client) {
        Path begun = target.resolveSibling("." + target.getFileName() + ".part");
        try (InputStream bytes = client.open(file)) {
            Files.copy(bytes, begun, StandardCopyOption.REPLACE_EXISTING);
            Files.move(begun, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new WrongCommand(
                    "The file `" + file.name() + "` of the run could not be put into `" + folder + "`: "
                            + e.getMessage() + ".",
                    e);
        } finally {
            deleted(begun);
        }
    }

    private static void deleted(Path begun) {
        try {
            Files.deleteIfExists(begun);
        } catch (IOException leftBehind) {
            // What could not be written is not there, and what is in the way was said.
        }
    }
}
