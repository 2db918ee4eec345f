package dev.anabranch.runtime.internal.fanin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.codec.ElementSource;
import dev.anabranch.runtime.internal.codec.OutcomeJson;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.PlatformCause;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.task.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads values from their wire form: follows references and reads records. */
public final class WireReader {

    /** The field of an outcome that its JSON does not have: whether it is a success. */
    public static final String SUCCEEDED = "succeeded";

    private static final int READS_AHEAD = 8;

    private final ActionStore actions;
    private final PayloadStore payloads;
    private final Executor executor;
    private final long heapBytes;

    /**
     * Creates a reader without a limit of memory.
     *
     * @param executor runs several reads in parallel
     */
    public WireReader(ActionStore actions, PayloadStore payloads, Executor executor) {
        this(actions, payloads, executor, Long.MAX_VALUE);
    }

    /**
     * Creates a reader that refuses a list that does not fit into the heap.
     *
     * @param heapBytes the maximum heap in bytes
     */
    public WireReader(ActionStore actions, PayloadStore payloads, Executor executor, long heapBytes) {
        this.actions = actions;
        this.payloads = payloads;
        this.executor = executor;
        this.heapBytes = heapBytes;
    }

    /**
     * Returns the complete value, in memory.
     *
     * @throws UnreadableInput if a record that it needs is missing, unfinished or failed
     * @throws PayloadMissing if a payload that it needs is missing
     */
    public JsonNode whole(String runId, Wire wire) {
        return wire.accept(new Tree(runId, null));
    }

    /**
     * Returns the value for a reader of a type. Where the type has {@link Results}, a fan-in is an embedded
     * {@link FanIn}; where it has {@link ElementSource}, a list or map is embedded {@link WireElements}.
     */
    public JsonNode lazily(String runId, Wire wire, JavaType type) {
        return wire.accept(new Tree(runId, type));
    }

    /** Returns the results of a fan-in as JSON, read block by block. */
    Iterator<JsonNode> results(String runId, Wire.Results results) {
        FanIn fanIn = fanIn(runId, results);
        HeapBudget unlimited = new HeapBudget(Long.MAX_VALUE, fanIn.description());
        return new ReadAhead<>(jobs(fanIn, unlimited), READS_AHEAD, executor);
    }

    /** Returns the complete values of wires in order; some are read ahead. */
    Iterator<JsonNode> values(String runId, Iterator<Wire> wires) {
        Tree tree = new Tree(runId, null);
        Iterator<ReadAhead.Job<JsonNode>> jobs = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return wires.hasNext();
            }

            @Override
            public ReadAhead.Job<JsonNode> next() {
                return tree.job(wires.next());
            }
        };
        return new ReadAhead<>(jobs, READS_AHEAD, executor);
    }

    FanIn fanIn(String runId, Wire.Results results) {
        return new FanIn(runId, results, actions, payloads, executor);
    }

    /** Returns where the result of an action is stored. */
    public StoredResult recorded(String runId, Wire.Recorded recorded) {
        RecordKey key = RecordKey.of(runId, recorded.node(), recorded.path());
        return actions.read(key)
                .flatMap(ActionRecord::stored)
                .orElseThrow(() -> new UnreadableInput("Node `" + recorded.node() + "`"
                        + (recorded.path().isEmpty() ? "" : recorded.path()) + " of run `" + runId
                        + "` has no stored result."));
    }

    /** Returns the record of the last of several steps, all of which have ended. */
    private ActionRecord ended(String runId, Wire.RecordedOutcome outcome) {
        return actions.read(RecordKey.of(runId, outcome.node(), outcome.path()))
                .filter(record -> record.status() != ActionStatus.RUNNING)
                .orElseThrow(() -> new UnreadableInput("Node `" + outcome.node() + "`"
                        + (outcome.path().isEmpty() ? "" : outcome.path()) + " of run `" + runId
                        + "` has not ended, so its outcome is not known."));
    }

    JsonNode json(StoredResult stored) {
        if (stored instanceof StoredResult.Inline inline) {
            try {
                return TaskJson.tree().readTree(inline.json());
            } catch (JsonProcessingException e) {
                throw new UnreadableInput("A recorded result is not JSON.");
            }
        }
        return document(name(stored), () -> payloads.open(stored));
    }

    private JsonNode document(String key) {
        return document(key, () -> payloads.open(key));
    }

    private static JsonNode document(String key, Supplier<InputStream> opened) {
        try (InputStream in = opened.get()) {
            return TaskJson.tree().readTree(in);
        } catch (JsonProcessingException e) {
            throw new UnreadableInput("`" + key + "` is not JSON.");
        } catch (IOException e) {
            throw new StoreException("`" + key + "` could not be read completely.", e);
        }
    }

    /** Reads one field of a document as a stream, without the rest in memory. */
    private JsonNode field(String key, String name) {
        try (InputStream in = payloads.open(key);
                JsonParser parser = TaskJson.tree().createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw notAnObject(name);
            }
            for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                parser.nextToken();
                if (field.equals(name)) {
                    return TaskJson.part().readTree(parser);
                }
                parser.skipChildren();
            }
            return NullNode.instance;
        } catch (JsonProcessingException e) {
            throw new UnreadableInput("`" + key + "` is not JSON.");
        } catch (IOException e) {
            throw new StoreException("`" + key + "` could not be read completely.", e);
        }
    }

    private static ObjectNode failures(FanIn fanIn) {
        FanInCount count = FanInCount.of(fanIn);
        return JsonNodeFactory.instance
                .objectNode()
                .put("failed", count.failed())
                .put("spent", count.spent())
                .put("started", count.started())
                .put("total", fanIn.count())
                .put("unended", count.unended());
    }

    /** Returns the results that were available first, by index, and how the items have ended so far. */
    private JsonNode first(FanIn fanIn) {
        FirstResults first = FirstResults.of(fanIn);
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("needed", fanIn.first())
                .put("succeeded", first.succeeded())
                .put("total", fanIn.count())
                .put("unended", first.count().unended())
                .put("error", first.error().map(fanIn::describe).orElse(null));
        append(
                json.putArray("values"),
                new ReadAhead<>(
                        jobs(fanIn, first.records().iterator(), new HeapBudget(heapBytes, fanIn.description())),
                        READS_AHEAD,
                        executor));
        return json;
    }

    static UnreadableInput notAnObject(String name) {
        return new UnreadableInput("The value is not an object, so it has no field `" + name + "`.");
    }

    private static void append(ArrayNode array, Iterator<JsonNode> values) {
        values.forEachRemaining(array::add);
    }

    private final class Tree implements Wire.Visitor<JsonNode> {
        private final String runId;
        /** The type that the value will be read as; null if it is unknown, so the value must be complete. */
        private final @Nullable JavaType type;

        Tree(String runId, @Nullable JavaType type) {
            this.runId = runId;
            this.type = type;
        }

        @Override
        public JsonNode value(Wire.Value value) {
            return value.json();
        }

        @Override
        public JsonNode ref(Wire.Ref ref) {
            return document(ref.key());
        }

        @Override
        public JsonNode items(Wire.Items items) {
            return all(items.items());
        }

        @Override
        public JsonNode itemsRef(Wire.ItemsRef items) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode((int) items.count());
            try (InputStream in = payloads.open(items.key());
                    JsonParser parser = TaskJson.tree().createParser(in)) {
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    throw new UnreadableInput("`" + items.key() + "` is not a list of items.");
                }
                append(array, new ReadAhead<>(new ItemJobs(parser), READS_AHEAD, executor));
            } catch (JsonProcessingException e) {
                throw new UnreadableInput("`" + items.key() + "` is not JSON.");
            } catch (IOException e) {
                throw new StoreException("`" + items.key() + "` could not be read completely.", e);
            }
            return array;
        }

        @Override
        public JsonNode results(Wire.Results results) {
            FanIn fanIn = fanIn(runId, results);
            if (results.failures() == Wire.Failures.COUNT) {
                return failures(fanIn);
            }
            if (results.failures() == Wire.Failures.FIRST) {
                return first(fanIn);
            }
            if (!results.whole() && type != null && type.hasRawClass(Results.class)) {
                return JsonNodeFactory.instance.pojoNode(fanIn);
            }
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            HeapBudget budget = new HeapBudget(heapBytes, fanIn.description());
            append(array, new ReadAhead<>(jobs(fanIn, budget), READS_AHEAD, executor));
            return array;
        }

        @Override
        public JsonNode recorded(Wire.Recorded recorded) {
            return json(WireReader.this.recorded(runId, recorded));
        }

        @Override
        public JsonNode folded(Wire.Folded folded) {
            if (folded.index() == 0) {
                return folded.initial().accept(this);
            }
            List<Long> path = new ArrayList<>(folded.path());
            path.add(folded.index() - 1);
            return json(WireReader.this.recorded(runId, new Wire.Recorded(folded.node(), path)));
        }

        @Override
        public JsonNode outcome(Wire.RecordedOutcome outcome) {
            ActionRecord record = ended(runId, outcome);
            return record.stored()
                    .map(stored -> OutcomeJson.succeeded(json(stored)))
                    .orElseGet(() -> OutcomeJson.failed(FanIn.failed(record, runId, actions)));
        }

        @Override
        public JsonNode failure(Wire.Failure failure) {
            Optional<FailureOrigin> origin =
                    FailureOrigin.parse(failure.cause()).or(() -> noted(failure));
            Optional<ActionRecord> record = origin.flatMap(
                            action -> actions.read(RecordKey.of(runId, action.node(), action.path())))
                    .filter(action -> action.status() == ActionStatus.FAILED);
            String cause = origin.map(FailureOrigin::cause).orElse(failure.cause());
            Optional<FailureOrigin> shown = origin.map(FailureOrigin::visible);
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("workflow", failure.workflow())
                    .put("run", runId)
                    .put("node", shown.map(FailureOrigin::node).orElse(""))
                    .put(
                            "item",
                            shown.map(action -> Invocation.joined(action.path()))
                                    .orElse(""))
                    .put("label", record.map(action -> action.labels().name()).orElse(""))
                    .put("error", record.map(ActionRecord::errorName).orElse(failure.error()))
                    .put(
                            "message",
                            record.map(ActionRecord::errorMessage)
                                    .orElseGet(() -> PlatformCause.sentence(failure.error(), cause)));
        }

        /** Returns the action that a child execution has noted; empty if none has. */
        private Optional<FailureOrigin> noted(Wire.Failure failure) {
            return actions.read(RecordKey.failure(runId, failure.node()))
                    .flatMap(note -> FailureOrigin.parse(Objects.requireNonNullElse(note.message(), "")));
        }

        @Override
        public JsonNode composite(Wire.Composite composite) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            Map<String, JavaType> types = type == null ? Map.of() : TaskJson.fields(type);
            composite.fields().forEach((name, wire) -> object.set(name, part(wire, types.get(name))));
            return object;
        }

        private JsonNode part(Wire wire, @Nullable JavaType partType) {
            return partType != null && partType.hasRawClass(ElementSource.class)
                    ? JsonNodeFactory.instance.pojoNode(new WireElements(WireReader.this, payloads, runId, wire))
                    : wire.accept(new Tree(runId, partType));
        }

        @Override
        public JsonNode sequence(Wire.Sequence sequence) {
            return all(sequence.elements());
        }

        @Override
        public JsonNode field(Wire.Field field) {
            if (field.of() instanceof Wire.Ref ref) {
                return WireReader.this.field(ref.key(), field.name());
            }
            if (field.of() instanceof Wire.RecordedOutcome outcome
                    && field.name().equals(SUCCEEDED)) {
                return BooleanNode.valueOf(ended(runId, outcome).status().hasResult());
            }
            if (field.of() instanceof Wire.Composite composite) {
                Wire part = composite.fields().get(field.name());
                return part == null ? NullNode.instance : part.accept(this);
            }
            JsonNode object = field.of().accept(new Tree(runId, null));
            if (!object.isObject()) {
                throw notAnObject(field.name());
            }
            JsonNode value = object.get(field.name());
            return value == null ? NullNode.instance : value;
        }

        private ArrayNode all(List<Wire> wires) {
            Tree element = new Tree(runId, type == null ? null : type.getContentType());
            ArrayNode array = JsonNodeFactory.instance.arrayNode(wires.size());
            append(array, new ReadAhead<>(wires.stream().map(element::job).iterator(), READS_AHEAD, executor));
            return array;
        }

        private ReadAhead.Job<JsonNode> job(Wire wire) {
            // Other wires may start jobs that wait for the network, and a job must not wait for another one.
            return wire instanceof Wire.Ref ref
                    ? ReadAhead.Job.remote(() -> document(ref.key()))
                    : ReadAhead.Job.local(() -> wire.accept(this));
        }

        /** Parses the items of a list in the payload store one by one. */
        private final class ItemJobs implements Iterator<ReadAhead.Job<JsonNode>> {
            private final JsonParser parser;
            private boolean known;

            ItemJobs(JsonParser parser) {
                this.parser = parser;
            }

            @Override
            public boolean hasNext() {
                try {
                    if (!known) {
                        parser.nextToken();
                        known = true;
                    }
                    return !parser.hasToken(JsonToken.END_ARRAY);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            public ReadAhead.Job<JsonNode> next() {
                try {
                    known = false;
                    return job(Wire.parse(TaskJson.part().readTree(parser)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Returns the jobs that read the results of a fan-in as JSON. */
    private Iterator<ReadAhead.Job<JsonNode>> jobs(FanIn fanIn, HeapBudget budget) {
        return jobs(fanIn, fanIn.visibleRecords(), budget);
    }

    private Iterator<ReadAhead.Job<JsonNode>> jobs(FanIn fanIn, Iterator<ActionRecord> visible, HeapBudget budget) {
        Iterator<RecordFetcher.FetchedRecord> records = new RecordFetcher(visible, payloads);
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return records.hasNext();
            }

            @Override
            public ReadAhead.Job<JsonNode> next() {
                return job(fanIn, records.next(), budget);
            }
        };
    }

    private ReadAhead.Job<JsonNode> job(FanIn fanIn, RecordFetcher.FetchedRecord fetched, HeapBudget budget) {
        ActionRecord record = fetched.record();
        if (!record.status().hasResult()) {
            return new ReadAhead.Job<>(FanIn.wasNotReached(record), () -> OutcomeJson.failed(fanIn.failed(record)));
        }
        StoredResult stored = fanIn.stored(record);
        budget.count(stored);
        boolean outcomes = fanIn.failures() == Wire.Failures.OUTCOMES;
        return new ReadAhead.Job<>(fetched.remote(), () -> {
            JsonNode json = stored instanceof StoredResult.Inline
                    ? json(stored)
                    : document(name(stored), () -> fetched.open(stored, payloads));
            return outcomes ? OutcomeJson.succeeded(json) : json;
        });
    }

    private static String name(StoredResult stored) {
        return stored instanceof StoredResult.Part part ? part.key() : ((StoredResult.InStore) stored).key();
    }
}
