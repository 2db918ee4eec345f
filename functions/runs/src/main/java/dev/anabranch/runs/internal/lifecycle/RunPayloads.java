package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.quotas.internal.S3Quotas;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.result.AnswerWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What belongs to a run as a whole and is large: its input, its graph, its output. */
final class RunPayloads {

    /** As for results of actions: beyond that, the payload store is cheaper than the table. */
    private static final int RECORD_INLINE_LIMIT = AnswerWriter.RECORD_INLINE_LIMIT;

    private static final int DELETED_AT_A_TIME = S3Quotas.BATCH_DELETES;
    private static final String JSON = "application/json";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final PayloadStore payloads;

    RunPayloads(PayloadStore payloads) {
        this.payloads = payloads;
    }

    /** Keeps a document. The key has the request's hash in it, so that a start that is refused overwrites nothing. */
    StoredResult input(String runId, String request, String json) {
        return place(PayloadKeys.run(runId) + "input-" + request.substring(0, 16) + ".json", json);
    }

    StoredResult output(String runId, String json) {
        return place(PayloadKeys.run(runId) + "output.json", json);
    }

    private StoredResult place(String key, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= RECORD_INLINE_LIMIT ? new StoredResult.Inline(json) : put(key, bytes);
    }

    /** Keeps a document in the payload store, whatever its size. */
    StoredResult.InStore put(String key, byte[] bytes) {
        payloads.put(key, JSON, bytes);
        return new StoredResult.InStore(key, bytes.length);
    }

    /** Keeps the graph of a run; the key has its hash in it. */
    void graph(String runId, String hash, RunGraph graph) {
        put(graphKey(runId, hash), graph.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The graph that a run was started with. */
    RunGraph graph(RunRecord run) {
        return RunGraph.parse(read(graphKey(run.id(), run.graph()), run));
    }

    private static String graphKey(String runId, String hash) {
        return PayloadKeys.run(runId) + "graph-" + hash.substring(0, 16) + ".json";
    }

    /** A document of a run. */
    JsonNode read(StoredResult document, RunRecord run) {
        return document instanceof StoredResult.Inline inline
                ? tree(inline.json())
                : read(((StoredResult.InStore) document).key(), run);
    }

    private JsonNode read(String key, RunRecord run) {
        try {
            return tree(new String(payloads.get(key), StandardCharsets.UTF_8));
        } catch (PayloadMissing e) {
            throw new RunRefused(
                    RunRefused.Reason.GONE,
                    "What the run `" + run.id() + "` has left behind is not there any more: it has expired, or is being"
                            + " deleted.",
                    e);
        }
    }

    static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What is stored of a run is not JSON.", e);
        }
    }

    /** Deletes everything that a run has left in the payload store. */
    void deleteAll(String runId) {
        try (Stream<PayloadStore.Payload> all = payloads.list(PayloadKeys.run(runId))) {
            List<String> keys = new ArrayList<>();
            all.forEach(payload -> {
                keys.add(payload.key());
                if (keys.size() == DELETED_AT_A_TIME) {
                    payloads.delete(keys);
                    keys.clear();
                }
            });
            if (!keys.isEmpty()) {
                payloads.delete(keys);
            }
        }
    }
}
