package dev.anabranch.runs.internal.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.quotas.internal.S3Quotas;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The documents of a run: its input, graph and output. */
final class RunPayloads {

    /** As for results of actions: a larger document costs less in the payload store than in the table. */
    private static final int RECORD_INLINE_LIMIT = StoredResult.RECORD_INLINE_LIMIT;

    private static final int DELETED_AT_A_TIME = S3Quotas.BATCH_DELETES;

    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private final PayloadStore payloads;

    RunPayloads(PayloadStore payloads) {
        this.payloads = payloads;
    }

    /**
     * Stores the input. The key contains the request's hash, so a refused start does not overwrite the input of an
     * existing run.
     */
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

    /** Stores a document of any size in the payload store. */
    StoredResult.InStore put(String key, byte[] bytes) {
        payloads.put(key, PayloadStore.JSON, bytes);
        return new StoredResult.InStore(key, bytes.length);
    }

    /** Stores the graph of a run. The key contains the graph's hash. */
    void graph(String runId, String hash, RunGraph graph) {
        put(graphKey(runId, hash), graph.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Reads the graph that a run was started with. */
    RunGraph graph(RunRecord run) {
        return RunGraph.parse(read(graphKey(run.id(), run.graph()), run));
    }

    private static String graphKey(String runId, String hash) {
        return PayloadKeys.run(runId) + "graph-" + hash.substring(0, 16) + ".json";
    }

    /** Reads a document of a run. */
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
                    "The data of run `" + run.id() + "` no longer exists: it has expired or is being" + " deleted.",
                    e);
        }
    }

    /** Parses a document. Numbers keep all their digits, because a rerun has the input of the earlier run. */
    static JsonNode tree(String json) {
        try {
            return TaskJson.tree().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A stored document of a run is not JSON.", e);
        }
    }

    /** Returns JSON as text that is equal for equal values: the order of an object's fields does not matter. */
    static String sorted(JsonNode json) {
        try {
            return SORTED.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of JSON nodes cannot be written.", e);
        }
    }

    /** Deletes the input and the graph of a run that is not started, except documents that an existing run has too. */
    void discard(RunRecord refused, RunRecord existing) {
        Set<String> keys = documents(refused);
        keys.removeAll(documents(existing));
        if (!keys.isEmpty()) {
            payloads.delete(List.copyOf(keys));
        }
    }

    private static Set<String> documents(RunRecord run) {
        Set<String> keys = new TreeSet<>(Set.of(graphKey(run.id(), run.graph())));
        if (run.input() instanceof StoredResult.InStore input) {
            keys.add(input.key());
        }
        return keys;
    }

    /** Deletes all payloads of a run. */
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
