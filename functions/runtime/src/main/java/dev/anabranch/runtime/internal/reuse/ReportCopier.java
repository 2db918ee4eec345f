package dev.anabranch.runtime.internal.reuse;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * Copies the report of an action, and the files that it may show, into a rerun that adopts the action. The earlier run
 * may be deleted afterwards.
 */
public final class ReportCopier {

    /** The beginning of an image in Markdown. */
    private static final String IMAGE = "![";

    private final PayloadStore payloads;

    public ReportCopier(PayloadStore payloads) {
        this.payloads = payloads;
    }

    /**
     * Copies what an action has reported. A report that is inline stays inline.
     *
     * @param source the earlier run
     * @param runId the rerun
     * @param node the node of the action
     * @param path the indexes of the action
     * @param order the order of the attempt that adopts the action
     * @throws PayloadMissing if the report or a file no longer exists
     */
    public Telemetry copy(Telemetry telemetry, String source, String runId, String node, List<Long> path, long order) {
        return copy(telemetry, source, runId, node, path, order, new FileCopier(payloads, runId));
    }

    Telemetry copy(
            Telemetry telemetry,
            String source,
            String runId,
            String node,
            List<Long> path,
            long order,
            FileCopier files) {
        StoredResult report = telemetry.report();
        if (report == null) {
            return telemetry;
        }
        String markdown = markdown(report);
        if (markdown.contains(IMAGE)) {
            try (Stream<PayloadStore.Payload> found = payloads.list(PayloadKeys.files(source, node, path))) {
                found.forEach(file -> files.copy(file.key()));
            }
        }
        if (report instanceof StoredResult.Inline) {
            return telemetry;
        }
        String key = PayloadKeys.report(runId, node, path, order);
        byte[] bytes = markdown.getBytes(StandardCharsets.UTF_8);
        payloads.put(key, PayloadStore.MARKDOWN, bytes);
        return telemetry.withReport(new StoredResult.InStore(key, bytes.length));
    }

    private String markdown(StoredResult report) {
        try (InputStream in = payloads.open(report)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StoreException("The report of an earlier run could not be read completely.", e);
        }
    }
}
