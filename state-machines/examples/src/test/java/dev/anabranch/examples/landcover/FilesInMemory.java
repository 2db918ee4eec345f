package dev.anabranch.examples.landcover;

import dev.anabranch.task.Blob;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The context of a first attempt that keeps files in memory. */
final class FilesInMemory implements TaskContext {
    private final Map<String, byte[]> files = new HashMap<>();

    @Override
    public String runId() {
        return "run-1";
    }

    @Override
    public String workflow() {
        return "land-cover";
    }

    @Override
    public String node() {
        return "node";
    }

    @Override
    public List<Long> path() {
        return List.of();
    }

    @Override
    public int attempt() {
        return 1;
    }

    @Override
    public Duration timeLeft() {
        return Duration.ofSeconds(60);
    }

    @Override
    public System.Logger logger() {
        return System.getLogger(FilesInMemory.class.getName());
    }

    @Override
    public TaskSettings settings() {
        return TaskSettings.of(Map.of());
    }

    @Override
    public Blob write(String name, String mediaType, BlobWriter writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.writeTo(bytes);
        files.put(name, bytes.toByteArray());
        return new Blob(name, mediaType, bytes.size(), name);
    }

    @Override
    public InputStream open(Blob blob) throws IOException {
        byte[] bytes = files.get(blob.key());
        if (bytes == null) {
            throw new IOException("no file " + blob.key());
        }
        return new ByteArrayInputStream(bytes);
    }
}
