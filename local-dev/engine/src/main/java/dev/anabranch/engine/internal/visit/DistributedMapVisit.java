package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.history.EventDetails;
import dev.anabranch.engine.history.EventType;
import dev.anabranch.engine.integration.IntegrationFailure;
import dev.anabranch.engine.integration.ObjectStore;
import dev.anabranch.engine.internal.definition.MapFields;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.ExecutionLaunch;
import dev.anabranch.engine.internal.execution.OpenMapRun;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.fields.SettingNumbers;
import dev.anabranch.engine.internal.map.ChildInputs;
import dev.anabranch.engine.internal.map.ItemReader;
import dev.anabranch.engine.internal.map.MapItem;
import dev.anabranch.engine.internal.map.MapRun;
import dev.anabranch.engine.internal.map.PackedItems;
import dev.anabranch.engine.internal.map.ResultFiles;
import dev.anabranch.engine.internal.map.ResultSink;
import dev.anabranch.engine.internal.message.ExecutionMessage;
import dev.anabranch.engine.internal.pending.PendingEvent;
import dev.anabranch.engine.internal.pending.PendingWork;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.value.ArnParts;
import dev.anabranch.engine.internal.value.CompactNodes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A visit of a Distributed Map state. Every attempt is a separate Map Run. */
final class DistributedMapVisit extends StateVisit implements OpenMapRun, MapRunChildren.Owner {

    private static final String ITEMS = "items";
    private static final String SOURCE = "source";
    private static final String ENTRIES = "entries";
    private static final String WRITER_FAILED = "States.ResultWriterFailed";

    private final State.Map state;
    private final MapFields.Distribution distribution;
    private @Nullable MapRun mapRun;
    private @Nullable MapRunChildren children;
    private @Nullable PendingEvent background;
    private @Nullable JsonNode writerArguments;
    /** True if the items are the entries of an object. */
    private boolean entries;

    private ResultSink sink;
    private long runStartedEvent;

    DistributedMapVisit(Strand strand, State.Map state, MapFields.Distribution distribution, JsonNode input) {
        super(strand, state, input);
        this.state = state;
        this.distribution = distribution;
        this.sink = new ResultSink(distribution.writer());
    }

    @Override
    void attempt() {
        close();
        children = null;
        sink = new ResultSink(distribution.writer());
        MapFields.Reader reader = distribution.reader();
        JsonNode items = reader == null ? query().items(state.fields().items(), true) : null;
        entries = items != null && items.isObject();
        strand().record(
                        EventType.of("MapStateStarted"),
                        EventDetails.empty().with("length", items == null ? 0L : items.size()));
        MapRun run = newMapRun();
        ChildInputs.Batching batching = batching();
        JsonNode readerArguments =
                reader == null ? null : template(reader.arguments(), "ItemReader/" + query().argumentsField());
        Long maxItems = reader == null ? null : wholeNumber(reader.maxItems());
        MapFields.Writer writer = distribution.writer();
        writerArguments = writer == null || writer.resource() == null
                ? null
                : template(writer.arguments(), "ResultWriter/" + query().argumentsField());
        mapRun = run;
        execution().open(run.arn(), this);
        execution().host().register(run);
        runStartedEvent = strand().record(
                        EventType.of("MapRunStarted"), EventDetails.empty().with("mapRunArn", run.arn()));
        if (items != null) {
            begin(elements(items), "STATE_DATA", batching);
        } else if (reader != null && readerArguments != null) {
            read(reader, readerArguments, maxItems, batching);
        }
    }

    private JsonNode template(@Nullable JsonNode template, String field) {
        return template == null ? CompactNodes.INSTANCE.objectNode() : query().template(template, field, context());
    }

    private MapRun newMapRun() {
        Long concurrency = wholeNumber(state.fields().maxConcurrency());
        Long count = wholeNumber(distribution.toleratedFailureCount());
        SettingField percentageSetting = distribution.toleratedFailurePercentage();
        Double percentage = percentageSetting == null
                ? null
                : SettingNumbers.decimal(percentageSetting, query().value(percentageSetting));
        if (count != null && count < 0) {
            throw outOfRange(distribution.toleratedFailureCount(), "ToleratedFailureCount cannot be negative.");
        }
        if (percentage != null && (percentage < 0 || percentage > 100)) {
            throw outOfRange(percentageSetting, "ToleratedFailurePercentage must be between 0 and 100.");
        }
        return new MapRun(
                ArnParts.sibling(
                        execution().spec().arn(),
                        "mapRun:" + childMachine() + ":" + execution().uuid()),
                execution().spec().arn(),
                execution().mailbox().now(),
                concurrency == null ? 0 : concurrency,
                count,
                percentage,
                execution().mailbox()::tellKept);
    }

    /**
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Value out of range</a>
     */
    private static QueryException outOfRange(@Nullable SettingField setting, String cause) {
        boolean expression = setting != null && setting.kind() == SettingField.Kind.JSONATA;
        return new QueryException(expression ? QueryException.QUERY_EVALUATION : QueryException.RUNTIME, cause);
    }

    @Override
    public void onLimitsChanged(ExecutionMessage.LimitsChanged limits) {
        if (mapRun != null) {
            mapRun.change(limits);
        }
        if (children != null) {
            attemptGuarded(children::startMore);
        }
    }

    @Override
    public void onChildEnded(ExecutionMessage.ChildEnded ended) {
        MapRunChildren running = children;
        if (running != null) {
            attemptGuarded(() -> running.ended(ended));
        }
    }

    @Override
    public Stream<ExecutionLaunch> children() {
        return children == null ? Stream.empty() : children.launches();
    }

    @Override
    public void resume() {
        if (children != null) {
            children.resume();
        }
    }

    /** Closes the Map Run. It receives no more messages and cannot be redriven. */
    private void close() {
        if (mapRun != null) {
            execution().close(mapRun.arn());
        }
    }

    @Override
    void left() {
        close();
    }

    private String childMachine() {
        String label = distribution.label();
        return execution().spec().stateMachineName() + "/" + (label == null ? generatedLabel() : label);
    }

    /**
     * Returns the label of a Map state without a {@code Label}. As on AWS, it is an id that does not change for the
     * state.
     */
    private String generatedLabel() {
        String state = execution().spec().stateMachineArn() + " " + name();
        return UUID.nameUUIDFromBytes(state.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private ChildInputs.@Nullable Batching batching() {
        MapFields.Batcher batcher = distribution.batcher();
        if (batcher == null) {
            return null;
        }
        Long items = wholeNumber(batcher.maxItemsPerBatch());
        Long bytes = wholeNumber(batcher.maxInputBytesPerBatch());
        long mostBytes = ports().quotas().payloadBytes();
        return new ChildInputs.Batching(
                items == null || items <= 0 ? Long.MAX_VALUE : items,
                bytes == null || bytes <= 0 ? mostBytes : Math.min(bytes, mostBytes),
                batcher.batchInput() == null ? null : template(batcher.batchInput(), "ItemBatcher/BatchInput"));
    }

    private void read(
            MapFields.Reader reader,
            JsonNode arguments,
            @Nullable Long maxItems,
            ChildInputs.@Nullable Batching batching) {
        ObjectStore objects = ports().objects();
        if (objects == null) {
            failRun(StateFailure.of(ItemReader.FAILED, "The engine has no object store to read items from."));
            return;
        }
        startWork(
                () -> {
                    ItemReader items = new ItemReader(objects, reader, arguments, maxItems);
                    ArrayNode read = JsonNodeFactory.instance.arrayNode().addAll(items.read());
                    ObjectNode list = CompactNodes.INSTANCE
                            .objectNode()
                            .put(SOURCE, items.source())
                            .put(ENTRIES, items.readEntries());
                    return list.set(ITEMS, read);
                },
                DistributedMapVisit::readFailure,
                list -> {
                    entries = list.path(ENTRIES).asBoolean();
                    attemptGuarded(() -> begin(
                            PackedItems.of(elements(list.path(ITEMS))),
                            list.path(SOURCE).asText(),
                            batching));
                });
    }

    private void startWork(
            Callable<JsonNode> work, Function<Throwable, StateFailure> failureOf, Consumer<JsonNode> then) {
        PendingWork started = new PendingWork(execution().pending(), work, failureOf, then, this::failRun);
        background = started;
        execution().pending().await(started);
    }

    /** Returns the elements of an array, or the entries of an object as objects of {@code Key} and {@code Value}. */
    private static List<JsonNode> elements(JsonNode items) {
        List<JsonNode> list = new ArrayList<>(items.size());
        if (items.isObject()) {
            items.properties().forEach(entry -> list.add(MapItem.entry(entry.getKey(), entry.getValue())));
        } else {
            items.forEach(list::add);
        }
        return list;
    }

    private static StateFailure readFailure(Throwable thrown) {
        return thrown instanceof IntegrationFailure failed
                ? StateFailure.of(failed.error(), failed.detail())
                : StateFailure.of(ItemReader.FAILED, "The items could not be read: " + thrown);
    }

    private void begin(List<JsonNode> items, String source, ChildInputs.@Nullable Batching batching) {
        MapRun run = mapRun;
        if (run == null) {
            return;
        }
        run.expectItems(items.size());
        ChildInputs inputs = new ChildInputs(items, (index, item) -> select(index, item, source), batching);
        String childArn = ArnParts.sibling(execution().spec().arn(), "stateMachine:" + childMachine());
        MapRunChildren started = new MapRunChildren(
                execution(), this, state.processor(), distribution.express(), childArn, run, inputs, sink);
        children = started;
        started.startMore();
    }

    private JsonNode select(int index, JsonNode item, String source) {
        JsonNode selector = state.fields().itemSelector();
        if (selector == null) {
            return item;
        }
        ObjectNode context = entries
                ? MapItem.ofEntry(context(), index, item, source)
                : MapItem.context(context(), index, item, source);
        return query().template(selector, "ItemSelector", context);
    }

    @Override
    public void childrenSucceeded() {
        ResultFiles files = sink.files();
        MapRun run = mapRun;
        if (files == null || run == null) {
            succeedRun(sink.outputs());
            return;
        }
        write(files, run, this::succeedRun);
    }

    @Override
    public void childrenFailed(StateFailure failure) {
        ResultFiles files = sink.files();
        MapRun run = mapRun;
        if (files == null || run == null) {
            failRun(failure);
            return;
        }
        write(files, run, details -> failRun(failure));
    }

    private void write(ResultFiles files, MapRun run, Consumer<JsonNode> then) {
        ObjectStore objects = ports().objects();
        String bucket =
                writerArguments == null ? "" : writerArguments.path("Bucket").asText();
        if (objects == null || bucket.isEmpty()) {
            failRun(StateFailure.of(WRITER_FAILED, "The ResultWriter requires a bucket and an object store."));
            return;
        }
        String prefix =
                writerArguments == null ? "" : writerArguments.path("Prefix").asText();
        String id = run.arn().substring(run.arn().lastIndexOf(':') + 1);
        String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix + id + "/" : prefix + "/" + id + "/";
        startWork(
                () -> TextNode.valueOf(files.write(objects, bucket, folder, run.arn())),
                thrown -> StateFailure.of(WRITER_FAILED, String.valueOf(thrown.getMessage())),
                key -> {
                    run.resultsWritten();
                    then.accept(details(run, bucket, key.asText()));
                });
    }

    private static ObjectNode details(MapRun run, String bucket, String key) {
        ObjectNode details = CompactNodes.INSTANCE.objectNode();
        details.put("MapRunArn", run.arn());
        details.putObject("ResultWriterDetails").put("Bucket", bucket).put("Key", key);
        return details;
    }

    private void succeedRun(JsonNode result) {
        endRun(ExecutionStatus.SUCCEEDED);
        long runSucceeded = strand().recordAside(EventType.of("MapRunSucceeded"), EventDetails.NONE);
        execution().record(runSucceeded, EventType.of("MapStateSucceeded"), EventDetails.NONE);
        succeed(result);
    }

    private void failRun(StateFailure failure) {
        endRun(ExecutionStatus.FAILED);
        strand().continueFrom(runStartedEvent);
        strand().record(
                        EventType.of("MapRunFailed"),
                        EventDetails.empty().with("error", failure.error()).with("cause", failure.cause()));
        fail(failure);
    }

    private void endRun(ExecutionStatus status) {
        if (mapRun != null && mapRun.isRunning()) {
            mapRun.ended(status, execution().mailbox().now());
            if (!execution().mailbox().isReplaying()) {
                execution().host().ended(mapRun);
            }
        }
    }

    @Override
    void reattempt() {
        MapRun run = mapRun;
        MapRunChildren before = children;
        if (run == null || before == null) {
            attempt();
            return;
        }
        run.redriven(execution().mailbox().now());
        runStartedEvent = strand().record(
                        EventType.of("MapRunRedriven"),
                        EventDetails.empty()
                                .with("mapRunArn", run.arn())
                                .with("redriveCount", Long.valueOf(run.redriveCount())));
        before.redrive();
    }

    @Override
    void retriesExhausted() {
        strand().record(EventType.of("MapStateFailed"), EventDetails.NONE);
    }

    @Override
    void cancelAttempt() {
        if (background != null) {
            background.cancel();
        }
        if (children != null) {
            children.stop();
        }
        endRun(ExecutionStatus.ABORTED);
    }

    @Override
    public void recordAborted(long previousEvent) {
        execution().record(previousEvent, EventType.of("MapStateAborted"), EventDetails.NONE);
    }

    @Override
    public void selectionFailed(QueryException failed) {
        endRun(ExecutionStatus.FAILED);
        attemptGuarded(() -> {
            throw failed;
        });
    }
}
