package dev.anabranch.runs.internal.store;

import static dev.anabranch.runtime.internal.store.RecordItem.number;
import static dev.anabranch.runtime.internal.store.RecordItem.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.NodeCounts;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunParent;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.store.RecordItem;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A run's record as an item of the table. Attribute names are whole words, since runs are few and size matters little.
 */
final class RunItem {

    /** The attribute that only items of runs have: the partition key of the index over all runs. */
    static final String KIND = "kind";

    static final String RUN = "run";
    static final String WORKFLOW = "workflow";

    /** Milliseconds since 1970: the sort key of both indexes. */
    static final String STARTED = "started";

    static final String STATUS = "status";
    static final String ENDED = "ended";
    static final String ERROR = "error";
    static final String ERROR_NODE = "errorNode";
    static final String ERROR_ACTION = "errorAction";
    static final String ERROR_MESSAGE = "errorMessage";
    static final String ERROR_LABEL = "errorLabel";
    static final String SOURCE = "source";
    static final String GRAPH = "graph";
    static final String PARENT = "parent";
    static final String PARENT_NODE = "parentNode";
    static final String PARENT_ACTION = "parentAction";
    static final String REQUEST = "request";

    /** Present if the run ignores the cache. */
    static final String NO_CACHE = "noCache";

    static final String RUNNING = RunStatus.RUNNING.name();

    /** The final numbers of actions by status: a map of numbers. */
    static final String COUNTS = "counts";

    private static final String RUNNING_ACTIONS = "running";
    private static final String SUCCEEDED = "succeeded";
    private static final String FAILED = "failed";
    private static final String CACHED = "cached";
    private static final String ABORTED = "aborted";

    /** As JSON: for each node its name, whether the plan added it, and seven numbers. */
    private static final String NODES = "byNode";

    private static final int NODE_FIELDS = 9;

    private static final String IDEMPOTENCY_KEY = "idempotencyKey";
    private static final String INPUT = "input";
    private static final String OUTPUT = "output";
    private static final String KEY = "Key";
    private static final String SIZE = "Size";
    private static final String PARTITION = "run#";

    private RunItem() {}

    static RecordKey key(String runId) {
        return new RecordKey(PARTITION + runId, RecordKey.SINGLE);
    }

    static Map<String, AttributeValue> of(RunRecord run, Instant expires) {
        Map<String, AttributeValue> item = new HashMap<>(RecordItem.key(key(run.id())));
        item.put(KIND, text(RUN));
        item.put(WORKFLOW, text(run.workflow()));
        item.put(STARTED, number(run.started().toEpochMilli()));
        item.put(STATUS, text(run.status().name()));
        item.put(GRAPH, text(run.graph()));
        item.put(REQUEST, text(run.request()));
        item.put(RecordField.EXPIRES, number(expires.getEpochSecond()));
        put(item, INPUT, Objects.requireNonNull(run.input(), "A new record must have an input."));
        put(item, SOURCE, run.source());
        put(item, IDEMPOTENCY_KEY, run.idempotencyKey());
        run.startedBy().ifPresent(parent -> {
            item.put(PARENT, text(parent.run()));
            item.put(PARENT_NODE, text(parent.node()));
            item.put(PARENT_ACTION, text(parent.action()));
        });
        if (run.noCache()) {
            item.put(NO_CACHE, AttributeValue.fromBool(true));
        }
        return item;
    }

    /** Returns the attributes that the end of a run adds. */
    static Map<String, AttributeValue> of(RunEnd end) {
        Map<String, AttributeValue> set = new HashMap<>();
        set.put(STATUS, text(end.status().name()));
        set.put(ENDED, number(end.ended().toEpochMilli()));
        if (end.output() != null) {
            put(set, OUTPUT, end.output());
        }
        RunError error = end.error();
        if (error != null) {
            set.put(ERROR, text(error.name()));
            set.put(ERROR_NODE, text(error.node()));
            set.put(ERROR_ACTION, text(error.action()));
            set.put(ERROR_MESSAGE, text(error.message()));
            if (!error.label().isEmpty()) {
                set.put(ERROR_LABEL, text(error.label()));
            }
        }
        return set;
    }

    private static void put(Map<String, AttributeValue> item, String name, @Nullable String value) {
        if (value != null) {
            item.put(name, text(value));
        }
    }

    private static void put(Map<String, AttributeValue> item, String name, StoredResult document) {
        if (document instanceof StoredResult.Inline inline) {
            item.put(name, text(inline.json()));
        } else {
            StoredResult.InStore inStore = (StoredResult.InStore) document;
            item.put(name + KEY, text(inStore.key()));
            item.put(name + SIZE, number(inStore.size()));
        }
    }

    static RunRecord record(Map<String, AttributeValue> item) {
        String error = string(item, ERROR);
        return RunRecord.of(
                        required(item, RecordField.PARTITION).substring(PARTITION.length()),
                        required(item, WORKFLOW),
                        Instant.ofEpochMilli(longValue(item, STARTED)),
                        required(item, GRAPH),
                        required(item, REQUEST))
                .status(RunStatus.valueOf(required(item, STATUS)))
                .ended(item.containsKey(ENDED) ? Instant.ofEpochMilli(longValue(item, ENDED)) : null)
                .input(document(item, INPUT))
                .output(document(item, OUTPUT))
                .error(
                        error == null
                                ? null
                                : new RunError(
                                        required(item, ERROR_NODE),
                                        required(item, ERROR_ACTION),
                                        error,
                                        required(item, ERROR_MESSAGE),
                                        Objects.requireNonNullElse(string(item, ERROR_LABEL), "")))
                .source(string(item, SOURCE))
                .idempotencyKey(string(item, IDEMPOTENCY_KEY))
                .counts(counts(item.get(COUNTS)))
                .parent(parent(item))
                .noCache(item.containsKey(NO_CACHE))
                .build();
    }

    private static @Nullable RunParent parent(Map<String, AttributeValue> item) {
        String run = string(item, PARENT);
        return run == null ? null : new RunParent(run, required(item, PARENT_NODE), required(item, PARENT_ACTION));
    }

    /** Returns the attribute with the final numbers of actions. */
    static AttributeValue of(RunTally tally) {
        ActionCounts counts = tally.counts();
        return AttributeValue.fromM(Map.of(
                RUNNING_ACTIONS, number(counts.running()),
                SUCCEEDED, number(counts.succeeded()),
                FAILED, number(counts.failed()),
                CACHED, number(counts.cached()),
                ABORTED, number(counts.aborted()),
                NODES, text(nodes(tally.nodes()))));
    }

    private static String nodes(List<NodeCounts> nodes) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (NodeCounts node : nodes) {
            json.add(node.node()).add(node.added());
            List.of(
                            node.expected(),
                            node.running(),
                            node.succeeded(),
                            node.failed(),
                            node.cached(),
                            node.aborted(),
                            node.millis())
                    .forEach(json::add);
        }
        return json.toString();
    }

    private static @Nullable RunTally counts(@Nullable AttributeValue value) {
        String nodes = value == null || !value.hasM() ? null : string(value.m(), NODES);
        if (nodes == null) {
            return null; // Also for counts of earlier releases, which are counted again.
        }
        try {
            JsonNode json = TaskJson.tree().readTree(nodes);
            List<NodeCounts> counts = new ArrayList<>();
            for (int i = 0; i + NODE_FIELDS <= json.size(); i += NODE_FIELDS) {
                counts.add(new NodeCounts(
                        json.path(i).asText(),
                        json.path(i + 1).asBoolean(),
                        json.path(i + 2).asLong(),
                        json.path(i + 3).asLong(),
                        json.path(i + 4).asLong(),
                        json.path(i + 5).asLong(),
                        json.path(i + 6).asLong(),
                        json.path(i + 7).asLong(),
                        json.path(i + 8).asLong()));
            }
            return new RunTally(counts, 0, false, false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The counts of a run are not JSON.", e);
        }
    }

    private static @Nullable StoredResult document(Map<String, AttributeValue> item, String name) {
        String json = string(item, name);
        if (json != null) {
            return new StoredResult.Inline(json);
        }
        String key = string(item, name + KEY);
        return key == null ? null : new StoredResult.InStore(key, longValue(item, name + SIZE));
    }

    private static String required(Map<String, AttributeValue> item, String name) {
        String value = string(item, name);
        if (value == null) {
            throw new IllegalStateException("The item of a run has no text attribute `" + name + "`.");
        }
        return value;
    }

    private static @Nullable String string(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.s();
    }

    private static long longValue(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.n() == null) {
            throw new IllegalStateException("The item of a run has no number attribute `" + name + "`.");
        }
        return Long.parseLong(value.n());
    }
}
