package dev.anabranch.oracle;

import dev.anabranch.task.Blob;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** The context of a task without a run: files are in memory, the log is discarded, and the time does not change. */
final class DirectContext implements TaskContext {

    /** The id of the run. */
    private static final String RUN = "direct";

    private final String workflow;
    private final ActionId action;
    private final int attempt;
    private final Duration timeout;
    private final Map<String, byte[]> files;

    DirectContext(String workflow, ActionId action, int attempt, Duration timeout, Map<String, byte[]> files) {
        this.workflow = workflow;
        this.action = action;
        this.attempt = attempt;
        this.timeout = timeout;
        this.files = files;
    }

    @Override
    public String runId() {
        return RUN;
    }

    @Override
    public String workflow() {
        return workflow;
    }

    @Override
    public String node() {
        return action.node();
    }

    @Override
    public List<Long> path() {
        return action.path();
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Duration timeLeft() {
        return timeout;
    }

    @Override
    public System.Logger logger() {
        return Silence.LOGGER;
    }

    @Override
    public TaskSettings settings() {
        return TaskSettings.of(Map.of());
    }

    @Override
    public Blob write(String name, String mediaType, BlobWriter writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.writeTo(bytes);
        String key = action + "/" + name;
        files.put(key, bytes.toByteArray());
        return new Blob(name, mediaType, bytes.size(), key);
    }

    @Override
    public InputStream open(Blob blob) throws IOException {
        byte[] bytes = files.get(blob.key());
        if (bytes == null) {
            throw new FileNotFoundException("No action of this run has written `" + blob.key() + "`.");
        }
        return new ByteArrayInputStream(bytes);
    }

    /** A logger that discards everything. */
    private static final class Silence implements System.Logger {
        static final Silence LOGGER = new Silence();

        @Override
        public String getName() {
            return RUN;
        }

        @Override
        public boolean isLoggable(Level level) {
            return false;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String message, @Nullable Throwable thrown) {}

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String format, @Nullable Object... values) {}
    }
}
