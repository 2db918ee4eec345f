package dev.anabranch.embedded.internal.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.journal.DiskFile;
import dev.anabranch.runs.internal.record.LogPage;
import dev.anabranch.runs.internal.record.LogQuery;
import dev.anabranch.runs.internal.record.RunLogs;
import dev.anabranch.runs.internal.record.StoredLogLine;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.invoke.LogLine;
import dev.anabranch.runtime.internal.invoke.LogSink;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.stores.internal.storage.DataFolder;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The logs of runs as files, one for each run, to which each line is appended as a JSON object. A killed process loses
 * no line that it has written; a line that is incomplete is skipped. Best effort: a line that cannot be written is lost.
 */
final class RunLogFiles implements LogSink, RunLogs, Closeable {

    /** The maximum size of the log of an attempt in bytes. */
    static final long ATTEMPT_BYTES = 64 << 10;

    /** The maximum size of the log of a run in bytes; further lines are lost. */
    private static final long RUN_BYTES = 256 << 20;

    /** The maximum number of bytes of a page, and of those that are read for one. A line has at most 0.5 MB. */
    private static final int PAGE_BYTES = 1 << 20;

    private static final int READ_BYTES = 32 << 20;
    private static final int BUFFER = 1 << 16;
    private static final String SUFFIX = ".jsonl";

    private final Path folder;

    /** The run whose file is open, because most processes execute one run. */
    private @Nullable OpenFile open;

    private boolean closed;

    private static final class OpenFile {
        final String runId;
        final OutputStream out;
        long size;

        OpenFile(String runId, OutputStream out, long size) {
            this.runId = runId;
            this.out = out;
            this.size = size;
        }
    }

    /** @param folder the folder of the files; created when the first line is written */
    RunLogFiles(Path folder) {
        this.folder = folder;
    }

    /** Returns the file of a run. File systems may ignore case, so a capital letter is marked with a plus sign. */
    private Path file(String runId) {
        return folder.resolve(runId.replaceAll("([A-Z])", "+$1") + SUFFIX);
    }

    /** Returns the ids of the runs that have a log. */
    List<String> runs() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name ->
                            name.substring(0, name.length() - SUFFIX.length()).replaceAll("\\+([A-Z])", "$1"))
                    .toList();
        } catch (IOException e) {
            throw new StoreException("The folder of the logs cannot be read.", e);
        }
    }

    // ---------------------------------------------------------------------------------------- writing

    @Override
    public synchronized void write(LogLine line) {
        if (closed) {
            return;
        }
        try {
            OpenFile file = opened(line.runId());
            if (file.size > RUN_BYTES) {
                return;
            }
            byte[] bytes = (stored(line).toJson() + "\n").getBytes(StandardCharsets.UTF_8);
            // A FileOutputStream, because an interrupt of a task would close an interruptible channel.
            file.out.write(bytes);
            file.size += bytes.length;
        } catch (IOException e) {
            // The log is less important than the task: the disk may be full.
        }
    }

    private OpenFile opened(String runId) throws IOException {
        OpenFile file = open;
        if (file != null && file.runId.equals(runId)) {
            return file;
        }
        release();
        DataFolder.createFolder(folder);
        Path path = file(runId);
        DiskFile.createForOwner(path);
        long size = Files.size(path);
        OutputStream out = new FileOutputStream(path.toFile(), true);
        if (size > 0) {
            out.write('\n'); // A killed process may have left half a line.
        }
        OpenFile opened = new OpenFile(runId, out, size);
        open = opened;
        return opened;
    }

    private static StoredLogLine stored(LogLine line) {
        return new StoredLogLine(
                line.time(),
                line.level(),
                line.node(),
                line.path().stream().map(String::valueOf).collect(Collectors.joining(".")),
                line.attempt(),
                line.message(),
                line.error(),
                line.stack(),
                line.label());
    }

    @Override
    public synchronized void delete(String runId) {
        try {
            if (open != null && open.runId.equals(runId)) {
                release();
            }
            Files.deleteIfExists(file(runId));
        } catch (IOException e) {
            throw new StoreException("The log of the run cannot be deleted.", e);
        }
    }

    /** Releases the open file. Lines of tasks that have not returned yet are lost. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        release();
    }

    private void release() throws IOException {
        OpenFile file = open;
        open = null;
        if (file != null) {
            file.out.close();
        }
    }

    // ---------------------------------------------------------------------------------------- reading

    @Override
    public LogPage page(String runId, LogQuery query) {
        Path path = file(runId);
        if (!Files.exists(path)) {
            return new LogPage(List.of(), 0, true);
        }
        try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
            return new Page(in, query).read();
        } catch (IOException e) {
            throw new StoreException("The log of the run cannot be read.", e);
        }
    }

    /** Reads lines of a file until the page is full. */
    private static final class Page {
        private final RandomAccessFile in;
        private final LogQuery query;
        private final List<StoredLogLine> lines = new ArrayList<>();
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long end;
        private long bytes;

        Page(RandomAccessFile in, LogQuery query) {
            this.in = in;
            this.query = query;
            this.end = query.from();
        }

        LogPage read() throws IOException {
            in.seek(query.from());
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                for (int i = 0; i < count; i++) {
                    if (buffer[i] != '\n') {
                        line.write(buffer[i]);
                        continue;
                    }
                    end += line.size() + 1;
                    add();
                    line.reset();
                    if (lines.size() >= query.limit() || bytes > PAGE_BYTES || end - query.from() > READ_BYTES) {
                        return new LogPage(lines, end, false);
                    }
                }
            }
            return new LogPage(lines, end, true);
        }

        private void add() {
            parsed().filter(this::isWanted).ifPresent(found -> {
                lines.add(found);
                bytes += line.size();
            });
        }

        private Optional<StoredLogLine> parsed() {
            try {
                return StoredLogLine.parse(
                        TaskJson.reader(JsonNode.class).readTree(line.toString(StandardCharsets.UTF_8)));
            } catch (JsonProcessingException e) {
                return Optional.empty();
            }
        }

        private boolean isWanted(StoredLogLine found) {
            return found.level().compareTo(query.level()) >= 0
                    && query.node().map(found.node()::equals).orElse(true)
                    && query.label()
                            .map(label -> ItemLabels.has(found.label(), label))
                            .orElse(true)
                    && (query.items() == null || query.items().contains(path(found.path())));
        }

        private static List<Long> path(String text) {
            return text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split("\\.")).map(Long::valueOf).toList();
        }
    }
}
