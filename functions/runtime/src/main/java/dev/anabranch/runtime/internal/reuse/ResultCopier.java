package dev.anabranch.runtime.internal.reuse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runtime.internal.codec.FileTypes;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.TypedTask;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies results of another run into this run: payloads, and the files that they contain. The other run may be deleted
 * afterwards.
 */
final class ResultCopier {

    private static final Set<String> BLOB = Set.of("name", "mediaType", "size", "key");

    /** The beginning of an image in Markdown. */
    private static final String IMAGE = "![";

    private final ActionHost host;
    private final boolean mayHoldFiles;

    /** Creates a copier for the results of one task. */
    ResultCopier(ActionHost host, TypedTask task) {
        this.host = host;
        this.mayHoldFiles = FileTypes.mayBeIn(task.output());
    }

    /** Returns true if results of the task may contain files. */
    boolean mayHoldFiles() {
        return mayHoldFiles;
    }

    /**
     * Copies a result into the action's run.
     *
     * @param order the order of the attempt that takes the result
     * @throws PayloadMissing if a payload or file no longer exists
     */
    StoredResult of(StoredResult found, Invocation action, long order) throws IOException {
        if (mayHoldFiles) {
            return withFiles(found, action, order);
        }
        if (found instanceof StoredResult.Inline) {
            return found;
        }
        String own = key(action, order);
        if (found instanceof StoredResult.InStore inStore) {
            host.payloads().copy(inStore.key(), own);
            return new StoredResult.InStore(own, inStore.size());
        }
        try (PayloadBuffer document = new PayloadBuffer(host.scratch());
                InputStream in = host.payloads().open(found)) {
            in.transferTo(document);
            document.putTo(host.payloads(), own, PayloadStore.JSON);
            return new StoredResult.InStore(own, document.size());
        }
    }

    /**
     * Copies what an action of another run has reported. The files of the action are copied too if its report may show
     * some of them.
     *
     * @param order the order of the attempt that takes the result
     * @throws PayloadMissing if the report or a file no longer exists
     */
    Telemetry of(Telemetry telemetry, String source, Invocation action, long order) throws IOException {
        StoredResult report = telemetry.report();
        if (report == null) {
            return telemetry;
        }
        String runId = action.run().id();
        String markdown;
        try (InputStream in = host.payloads().open(report)) {
            markdown = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (markdown.contains(IMAGE)) {
            try (Stream<PayloadStore.Payload> files =
                    host.payloads().list(PayloadKeys.files(source, action.node(), action.path()))) {
                files.forEach(file -> host.payloads().copy(file.key(), PayloadKeys.fileIn(runId, file.key())));
            }
        }
        if (report instanceof StoredResult.Inline) {
            return telemetry;
        }
        String key = PayloadKeys.report(runId, action.node(), action.path(), order);
        byte[] bytes = markdown.getBytes(StandardCharsets.UTF_8);
        host.payloads().put(key, PayloadStore.MARKDOWN, bytes);
        return telemetry.withReport(new StoredResult.InStore(key, bytes.length));
    }

    private StoredResult withFiles(StoredResult found, Invocation action, long order) throws IOException {
        JsonNode json;
        try (InputStream in = host.payloads().open(found)) {
            json = TaskJson.tree().readTree(in);
        }
        rewrite(json, action.run().id());
        String text = json.toString();
        if (found instanceof StoredResult.Inline) {
            return new StoredResult.Inline(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        host.payloads().put(key(action, order), PayloadStore.JSON, bytes);
        return new StoredResult.InStore(key(action, order), bytes.length);
    }

    private void rewrite(JsonNode json, String runId) {
        if (json instanceof ObjectNode object && object.size() == BLOB.size() && isBlob(object)) {
            String key = object.get("key").textValue();
            String own = PayloadKeys.fileIn(runId, key);
            if (!own.equals(key)) {
                host.payloads().copy(key, own);
                object.put("key", own);
            }
            return;
        }
        json.forEach(part -> rewrite(part, runId));
    }

    private static boolean isBlob(ObjectNode object) {
        return BLOB.stream().allMatch(object::has)
                && object.get("key").isTextual()
                && PayloadKeys.isFile(object.get("key").textValue());
    }

    private static String key(Invocation action, long order) {
        return PayloadKeys.result(action.run().id(), action.node(), action.path(), order);
    }
}
