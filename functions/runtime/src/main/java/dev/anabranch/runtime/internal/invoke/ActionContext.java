package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.runtime.internal.payload.FileNames;
import dev.anabranch.runtime.internal.payload.NonClosingOutputStream;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.CallbackId;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.task.Blob;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The context of one attempt. Closing it ends the log of the attempt. */
public final class ActionContext implements TaskContext, AutoCloseable {

    private final ActionHost host;
    private final Invocation action;
    private final int attempt;
    private final Instant deadline;
    private final AttemptLog log;
    private final ActionLogger logger;
    private final Set<String> written = new HashSet<>();
    private final TelemetryCollector telemetry;
    private final @Nullable ProgressWriter writer;

    /** Creates the context of an action of a batch, which shares its record. */
    public ActionContext(ActionHost host, Invocation action, int attempt, Instant deadline) {
        this(host, action, attempt, deadline, null);
    }

    /**
     * Creates a context.
     *
     * @param attempt the number of attempts that have begun
     * @param recorded the attempt as its record has it; null if the action shares its record
     */
    public ActionContext(
            ActionHost host, Invocation action, int attempt, Instant deadline, @Nullable RecordedAttempt recorded) {
        this.host = host;
        this.action = action;
        this.attempt = attempt;
        this.deadline = deadline;
        this.log = new AttemptLog(action, attempt, host.clock(), host.log(), host.logBytes());
        this.logger = new ActionLogger(action.node(), log);
        this.telemetry = new TelemetryCollector(action.node());
        this.writer = recorded == null ? null : new ProgressWriter(host, action, recorded);
    }

    @Override
    public String runId() {
        return action.run().id();
    }

    @Override
    public String workflow() {
        return action.workflow();
    }

    @Override
    public String node() {
        return action.node();
    }

    @Override
    public List<Long> path() {
        return action.path();
    }

    /** Returns the labels of the items around the action. */
    public ItemLabels labels() {
        return action.labels();
    }

    @Override
    public String callbackId() {
        return action.callback()
                .map(callback -> CallbackId.of(action, callback).text())
                .orElseGet(TaskContext.super::callbackId);
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public Duration timeLeft() {
        Duration left = Duration.between(host.clock().instant(), deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }

    @Override
    public System.Logger logger() {
        return logger;
    }

    @Override
    public TaskSettings settings() {
        return host.settings();
    }

    @Override
    public void progress(long done, long total) {
        if (telemetry.progress(done, total) && writer != null) {
            writer.progress(telemetry.progress(), logger);
        }
    }

    @Override
    public void metric(String name, double value) {
        telemetry.metric(name, value);
    }

    @Override
    public void report(String markdown) {
        telemetry.report(markdown);
    }

    /**
     * Returns what this attempt has reported, and ignores later calls. A report that does not fit into the record is
     * stored as an object.
     *
     * @throws StoreException if it cannot be stored
     */
    public Telemetry telemetry() {
        return stored(telemetry.end());
    }

    /**
     * Returns what an action has reported as the record of this action has it: a report that does not fit into the
     * record is stored as an object.
     *
     * @throws StoreException if it cannot be stored
     */
    public Telemetry stored(Telemetry reported) {
        if (!(reported.report() instanceof StoredResult.Inline inline)) {
            return reported;
        }
        byte[] bytes = inline.json().getBytes(StandardCharsets.UTF_8);
        // The reports of a batch would have to fit into one record.
        if (writer != null && bytes.length <= StoredResult.RECORD_INLINE_LIMIT) {
            return reported;
        }
        String key = PayloadKeys.report(runId(), node(), path(), action.attemptOrder());
        host.payloads().put(key, PayloadStore.MARKDOWN, bytes);
        return reported.withReport(new StoredResult.InStore(key, bytes.length));
    }

    /** Returns the same for an attempt that has failed: without its report if that cannot be stored. */
    public Telemetry telemetryOfFailure() {
        try {
            return telemetry();
        } catch (StoreException e) {
            logger.log(System.Logger.Level.WARNING, "The report of the action could not be stored.", e);
            return telemetry.end().withReport(null);
        }
    }

    /** Records what a task has reported that has opened a callback. */
    public void recordTelemetry() {
        Telemetry reported = telemetry();
        if (writer != null && !reported.isEmpty()) {
            writer.end(reported);
        }
    }

    /** Logs the failure of this attempt with its stack trace, which the record does not have. */
    public void failed(AttemptFailure failure) {
        log.failed(failure.failure().getMessage(), failure.getCause());
    }

    /** Returns the log of this attempt. */
    AttemptLog log() {
        return log;
    }

    @Override
    public void close() {
        log.close();
    }

    @Override
    public Blob write(String name, String mediaType, BlobWriter writer) throws IOException {
        claim(name);
        String key = PayloadKeys.file(runId(), node(), path(), name);
        try (PayloadBuffer content = new PayloadBuffer(host.scratch())) {
            writer.writeTo(new NonClosingOutputStream(content));
            content.putTo(host.payloads(), key, mediaType);
            return new Blob(name, mediaType, content.size(), key);
        } catch (IOException | RuntimeException e) {
            release(name);
            throw e;
        }
    }

    private void claim(String name) {
        FileNames.require(name);
        synchronized (written) {
            if (!written.add(name)) {
                throw new IllegalArgumentException("This action has already written the file `" + name + "`.");
            }
        }
    }

    private void release(String name) {
        synchronized (written) {
            written.remove(name);
        }
    }

    @Override
    public InputStream open(Blob blob) {
        if (!PayloadKeys.isFile(blob.key())) {
            throw new IllegalArgumentException("`" + blob.key() + "` is not the key of a file of a run.");
        }
        return host.payloads().open(blob.key());
    }
}
