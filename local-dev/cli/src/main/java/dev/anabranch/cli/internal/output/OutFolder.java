package dev.anabranch.cli.internal.output;

import dev.anabranch.cli.internal.terminal.SafeText;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The folder of {@code --out}, to which the files of a run are written. */
public final class OutFolder {

    /**
     * The limit of file systems is 255 bytes; the rest is for temporary names and for prefixes of files with equal
     * names.
     */
    private static final int MOST_BYTES = 230;

    private static final int MOST_BYTES_OF_A_CHARACTER = 4;

    /** The maximum number of files that are named one by one. */
    private static final int MOST_NAMED = 5;

    private final Path folder;

    /** The folders that were created for this one, the innermost first. */
    private final List<Path> created;

    private OutFolder(Path folder, List<Path> created) {
        this.folder = folder;
        this.created = created;
    }

    /**
     * Returns a folder, which is created if absent.
     *
     * @throws UsageError if it cannot be created or written
     */
    public static OutFolder at(Path folder) {
        List<Path> absent = new ArrayList<>();
        for (Path path = folder; path != null && Files.notExists(path); path = path.getParent()) {
            absent.add(path);
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UsageError("The folder `" + folder + "` of `--out` cannot be created. Name another.", e);
        }
        if (!Files.isWritable(folder)) {
            throw new UsageError("The folder `" + folder
                    + "` of `--out` cannot be written. Name another, or change its permissions.");
        }
        return new OutFolder(folder, absent);
    }

    /** Deletes the folder if it was created for this run and is empty. Called if the run does not start. */
    public void discard() {
        try {
            for (Path path : created) {
                Files.delete(path);
            }
        } catch (IOException notEmpty) {
            // Another process has written to it, or it is gone.
        }
    }

    /**
     * Writes all files of a run under their names. If two names are equal, ignoring case, the name of the action is put
     * before them. Characters that the file system does not support are replaced by {@code _}.
     *
     * @return lines for users that name what was written: each file, or the folder and the number of files if there are
     *     more than five
     * @throws UsageError if a file cannot be read or written; the files before it have been written
     */
    public List<String> write(String runId, RunClient client) {
        List<Path> written = new ArrayList<>();
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
            Path target = folder.resolve(free);
            write(file, target, client);
            written.add(target);
        }
        return lines(written);
    }

    private List<String> lines(List<Path> written) {
        if (written.isEmpty()) {
            return List.of("The run has no files, so nothing was written to " + shown(folder));
        }
        return written.size() > MOST_NAMED
                ? List.of(String.format(Locale.ROOT, "Wrote %,d files to %s", written.size(), shown(folder)))
                : written.stream().map(file -> "Wrote " + shown(file)).toList();
    }

    private static String shown(Path path) {
        return SafeText.of(path.normalize().toString());
    }

    private static String folded(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the name, or a similar one that is a single element of a path and short enough. Tasks of earlier releases
     * could use any name.
     */
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

    /** Cuts the beginning, because the end has the file type. */
    private static String cut(String name) {
        int from = name.length();
        for (int bytes = 0; bytes <= MOST_BYTES - MOST_BYTES_OF_A_CHARACTER && from > 0; ) {
            from = name.offsetByCodePoints(from, -1);
            bytes += new String(Character.toChars(name.codePointAt(from))).getBytes(StandardCharsets.UTF_8).length;
        }
        return name.substring(from);
    }

    /** Writes a file atomically. */
    private void write(ClientFile file, Path target, RunClient client) {
        Path begun = target.resolveSibling("." + target.getFileName() + ".part");
        try (InputStream bytes = client.open(file)) {
            Files.copy(bytes, begun, StandardCopyOption.REPLACE_EXISTING);
            Files.move(begun, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UsageError(
                    "The file `" + file.name() + "` of the run cannot be written to `" + folder + "`: " + e.getMessage()
                            + ".",
                    e);
        } finally {
            deleted(begun);
        }
    }

    private static void deleted(Path begun) {
        try {
            Files.deleteIfExists(begun);
        } catch (IOException leftBehind) {
            // The error that prevented the file from being written is reported already.
        }
    }
}
