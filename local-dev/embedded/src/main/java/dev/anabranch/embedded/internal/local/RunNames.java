package dev.anabranch.embedded.internal.local;

import dev.anabranch.engine.journal.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code runs.list} of a data folder: a line for each run that was started or deleted. If the store is damaged,
 * the repair names the lost runs from it. Best effort: a line that cannot be written is missing, and a line that cannot
 * be read is skipped.
 */
final class RunNames implements AutoCloseable {

    private static final String FILE = "runs.list";
    private static final String STARTED = "started";
    private static final String DELETED = "deleted";
    private static final String LINE_END = "\n";

    private final Path file;
    private @Nullable DiskFile open;

    /**
     * What is known of a run.
     *
     * @param workflow the name of its workflow
     * @param started when it was started
     */
    record RunName(String workflow, Instant started) {}

    /** Prepares the list of a folder. The file is opened when the first line is written. */
    RunNames(Path folder) {
        this.file = folder.resolve(FILE);
    }

    /**
     * Adds a run.
     *
     * @param stored returns the runs of the folder by id; called if the folder has no list yet
     */
    synchronized void add(String id, RunName run, Supplier<Map<String, RunName>> stored) {
        if (open == null && Files.notExists(file)) {
            StringBuilder lines = new StringBuilder();
            stored.get().forEach((other, known) -> lines.append(line(other, known)));
            write(lines.toString());
        }
        write(line(id, run));
    }

    /** Removes a run. Has no effect if the folder has no list yet. */
    synchronized void remove(String id) {
        if (open != null || Files.exists(file)) {
            write(line(DELETED + "\t" + id));
        }
    }

    /** Writes the list of a folder that has none. */
    static void write(Path folder, Map<String, RunName> runs) throws IOException {
        try (RunNames names = new RunNames(folder)) {
            StringBuilder lines = new StringBuilder();
            runs.forEach((id, run) -> lines.append(line(id, run)));
            names.write(lines.toString());
        }
    }

    private static String line(String id, RunName run) {
        return line(String.join("\t", STARTED, id, run.workflow(), run.started().toString()));
    }

    private static String line(String content) {
        return checksum(content.getBytes(StandardCharsets.UTF_8)) + "\t" + content + LINE_END;
    }

    private static String checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return String.format("%08x", checksum.getValue());
    }

    private void write(String lines) {
        try {
            DiskFile list = open == null ? open() : open;
            byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
            // Other processes that use the folder write to the file, too.
            list.write(ByteBuffer.wrap(bytes), list.size());
        } catch (IOException e) {
            // The list is less important than the run: the disk may be full.
        }
    }

    private DiskFile open() throws IOException {
        DiskFile list = DiskFile.open(file);
        open = list;
        long end = list.size();
        if (end > 0 && list.read(end - 1, 1).get() != LINE_END.charAt(0)) {
            write(LINE_END); // A killed process may have left half a line.
        }
        return list;
    }

    /** Reads the runs in the list of a folder that have not been deleted, by id. */
    static Map<String, RunName> read(Path folder) throws IOException {
        Map<String, RunName> runs = new TreeMap<>();
        Path file = folder.resolve(FILE);
        if (Files.isRegularFile(file)) {
            // Each byte is a character, because damaged bytes may not be UTF-8.
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                int tab = line.indexOf('\t');
                byte[] content = line.substring(tab + 1).getBytes(StandardCharsets.ISO_8859_1);
                if (tab > 0 && line.substring(0, tab).equals(checksum(content))) {
                    apply(runs, List.of(new String(content, StandardCharsets.UTF_8).split("\t", -1)));
                }
            }
        }
        return runs;
    }

    private static void apply(Map<String, RunName> runs, List<String> fields) {
        try {
            if (fields.get(0).equals(STARTED) && fields.size() == 4) {
                runs.put(fields.get(1), new RunName(fields.get(2), Instant.parse(fields.get(3))));
            } else if (fields.get(0).equals(DELETED) && fields.size() == 2) {
                runs.remove(fields.get(1));
            }
        } catch (DateTimeException e) {
            // A line of another version.
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (open != null) {
            open.close();
        }
    }
}
