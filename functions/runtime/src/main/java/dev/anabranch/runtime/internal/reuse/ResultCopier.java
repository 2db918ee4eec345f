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

/**
 * Copies results of another run into this run: payloads, and the files that they contain. The other run may be deleted
 * afterwards.
 */
final class ResultCopier {

    private static final Set<String> BLOB = Set.of("name", "mediaType", "size", "key");

    private final ActionHost host;
    private final ReportCopier reports;
    private final boolean mayHoldFiles;

    /** Creates a copier for the results of one task. */
    ResultCopier(ActionHost host, TypedTask task) {
        this.host = host;
        this.reports = new ReportCopier(host.payloads());
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
        return of(found, action, order, files(action));
    }

    private StoredResult of(StoredResult found, Invocation action, long order, FileCopier files) throws IOException {
        if (mayHoldFiles) {
            return withFiles(found, action, order, files);
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
     * Copies the result of an action of another run and what the action has reported. A file that both name is copied
     * once.
     *
     * @param source the other run
     * @param order the order of the attempt that takes the result
     * @throws PayloadMissing if a payload, the report or a file no longer exists
     */
    ReusedResult of(StoredResult found, Telemetry telemetry, String source, Invocation action, long order)
            throws IOException {
        FileCopier files = files(action);
        return new ReusedResult(
                of(found, action, order, files),
                reports.copy(telemetry, source, action.run().id(), action.node(), action.path(), order, files));
    }

    private FileCopier files(Invocation action) {
        return new FileCopier(host.payloads(), action.run().id());
    }

    private StoredResult withFiles(StoredResult found, Invocation action, long order, FileCopier files)
            throws IOException {
        JsonNode json;
        try (InputStream in = host.payloads().open(found)) {
            json = TaskJson.tree().readTree(in);
        }
        rewrite(json, files);
        String text = json.toString();
        if (found instanceof StoredResult.Inline) {
            return new StoredResult.Inline(text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        host.payloads().put(key(action, order), PayloadStore.JSON, bytes);
        return new StoredResult.InStore(key(action, order), bytes.length);
    }

    private static void rewrite(JsonNode json, FileCopier files) {
        if (json instanceof ObjectNode object && object.size() == BLOB.size() && isBlob(object)) {
            object.put("key", files.copy(object.get("key").textValue()));
            return;
        }
        json.forEach(part -> rewrite(part, files));
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
