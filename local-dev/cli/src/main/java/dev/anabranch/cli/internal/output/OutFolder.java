package dev.anabranch.cli.internal.output;

import dev.anabranch.cli.internal.terminal.UsageError;
import dev.anabranch.client.internal.ClientFile;
import dev.anabranch.client.internal.RunClient;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The folder that receives a run's files. */
public final class OutFolder {

    /** File systems take 255; the rest is for a temporary name and for what tells two files apart. */
    private static final int MOST_BYTES = 230;

    private static final int MOST_BYTES_OF_A_CHARACTER = 4;

    private final Path folder;

    private OutFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * A folder, made if it is not there.
     *
     * @throws UsageError when it cannot be made or written to
     */
    public static OutFolder at(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageError("The folder `" + folder + "` that --out names cannot be made.", e);
        }
        if (!Files.isWritable(folder)) {
            throw new UsageError("The folder `" + folder + "` that --out names cannot be written to.");
        }
        return new OutFolder(folder);
    }

    /**
     * Writes all files of a run under their own names. Where two have the same, also on file systems that ignore case, the action goes
     * before it; what this machine's file system does not take is replaced by {@code _}.
     *
     * @throws UsageError when one cannot be written or read; those before it are there
     */
    public void write(String runId, RunClient client) {
        List<ClientFile> files = client.files(runId).toList();
        Map<String, Integer> sameName = new HashMap<>();
        files.forEach(file -> sameName.merge(folded(safe(file.name())), 1, Integer::sum));
        Set<String> taken = new HashSet<>();
        for (ClientFile file : files) {
            boolean unique = sameName.getOrDefault(folded(safe(file.name())), 0) == 1;
            String name = safe(unique ? file.name() : file.node() + "-" + file.path() + "-" + file.name());
            String free = name;
            for (int i = 2; !taken.add(folded(free)); i++) {
                free = i + "-" + name;
            }
            write(file, folder.resolve(free), client);
        }
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** The name, or one near it that is a single, not too long element of a path. Tasks of earlier releases could write any name. */
    private static String safe(String name) {
        String plain = name.replaceAll("[\\p{Cntrl}/\\\\<>:\"|?*]", "_").replaceFirst("^\\.{0,2}$", "_");
        if (plain.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            plain = cut(plain);
        }
        try {
            return Path.of(plain).toString();
        } catch (InvalidPathException e) {
            return plain.replaceAll("[^\\p{ASCII}]", "_");
        }
    }

    /** Its end is kept, because it says what kind of file it is. */
    private static String cut(String name) {
        int from = name.length();
        for (int bytes = 0; bytes <= MOST_BYTES - MOST_BYTES_OF_A_CHARACTER && from > 0; ) {
            from = name.offsetByCodePoints(from, -1);
            bytes += new String(Character.toChars(name.codePointAt(from))).getBytes(StandardCharsets.UTF_8).length;
        }
        return name.substring(from);
    }

    /** Whole or not at all. */
    private void write(ClientFile file, Path target, RunClient client) {
        Path begun = target.resolveSibling("." + target.getFileName() + ".part");
        try (InputStream bytes = client.open(file)) {
            Files.copy(bytes, begun, StandardCopyOption.REPLACE_EXISTING);
            Files.move(begun, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UsageError(
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
