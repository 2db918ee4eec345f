package dev.anabranch.client.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.client.internal.transport.ApiAnswer;
import dev.anabranch.client.internal.transport.ApiCall;
import dev.anabranch.client.internal.transport.ApiProblem;
import dev.anabranch.client.internal.transport.ApiRefused;
import dev.anabranch.client.internal.transport.ApiTarget;
import dev.anabranch.client.internal.transport.ApiUnavailable;
import dev.anabranch.client.internal.transport.CallInterrupted;
import dev.anabranch.client.internal.transport.Transport;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runs.internal.rerun.RerunPreview;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A client of the run API. Lists are read page by page, so they can be larger than memory.
 *
 * <p>Every method throws {@link ApiRefused} if the API refuses the request, {@link ApiUnavailable} if the API cannot be
 * reached, fails or denies access, and {@link CallInterrupted} if the thread is interrupted.
 */
public final class RunClient {

    /** The longest time that the API waits for an event before it answers. */
    public static final Duration LONGEST_WAIT = RunApi.LONGEST_WAIT;

    private static final String RUNS = "runs";
    private static final String CALLBACK = "callback";
    private static final String CURSOR = "cursor";
    private static final int RUNS_OF_A_PAGE = 100;
    private static final int ACTIONS_OF_A_PAGE = 1_000;
    private static final int RESULTS_OF_A_PAGE = 400;
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;
    private static final int SEE_OTHER = 303;
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;

    private final Transport transport;

    /** Creates a client. */
    public RunClient(Transport transport) {
        this.transport = transport;
    }

    /** Returns the address of the API, for messages. */
    public String address() {
        return transport.address();
    }

    /** Returns the address of a run in the API. */
    public String addressOf(String run) {
        return address() + ApiTarget.of(RUNS, run);
    }

    /**
     * Starts a run at most once, also if an answer is lost.
     *
     * @throws InputTooLarge if the input is too large for the API; nothing is sent then
     */
    public ClientRun start(StartOrder order) {
        ObjectNode body = order.json();
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        InputTooLarge.check(bytes);
        ApiTarget target = ApiTarget.of("workflows", order.workflow(), RUNS);
        ApiAnswer answer = transport.send(ApiCall.post(target, bytes, headers(order.idempotencyKey())));
        if (answer.status() == CONFLICT && answer.again() && order.id().isPresent()) {
            Optional<ClientRun> own = lost(order, order.id().get());
            if (own.isPresent()) {
                return own.get();
            }
        }
        return ClientRun.of(json(answer));
    }

    /** Returns the run that an earlier attempt has started, if its answer was lost. */
    private Optional<ClientRun> lost(StartOrder order, String id) {
        ClientRun standing = get(id);
        boolean same = standing.workflow().equals(order.workflow())
                && input(id).equals(parsed(order.input().toString()));
        return same ? Optional.of(standing) : Optional.empty();
    }

    /** Returns JSON as the API would return it, in which numbers have the same classes. */
    private static JsonNode parsed(String json) {
        try {
            return TaskJson.reader(JsonNode.class).readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The input cannot be read back.", e);
        }
    }

    /** Returns the names of the deployed workflows. */
    public List<String> workflows() {
        return json(transport.send(ApiCall.get(ApiTarget.of("workflows"))))
                .path("items")
                .findValuesAsText("name");
    }

    /** Returns whether a workflow has an input other than null. */
    public boolean hasInput(String workflow) {
        JsonNode schema = json(transport.send(ApiCall.get(ApiTarget.of("workflows", workflow))))
                .path("inputSchema");
        return !schema.path("type").asText().equals("null");
    }

    /** Starts a run that adopts the succeeded actions of another and computes the rest. */
    public ClientRun rerun(String run, RerunOrder order) {
        byte[] bytes = order.json().toString().getBytes(StandardCharsets.UTF_8);
        return ClientRun.of(json(transport.send(
                ApiCall.post(ApiTarget.of(RUNS, run, "rerun"), bytes, headers(Optional.of(order.idempotencyKey()))))));
    }

    /** Returns what a rerun would compute and adopt, and starts nothing. */
    public RerunPreview preview(String run, RerunSelection selection) {
        byte[] bytes = RerunOrder.json(selection).toString().getBytes(StandardCharsets.UTF_8);
        JsonNode json = json(transport.send(
                ApiCall.post(ApiTarget.of(RUNS, run, "rerun", "preview"), bytes, headers(Optional.empty()))));
        List<RerunPreview.NodePreview> nodes = new ArrayList<>();
        json.path("nodes")
                .forEach(node -> nodes.add(new RerunPreview.NodePreview(
                        AnswerFields.text(node, "node"),
                        node.path("adopted").asLong(),
                        node.path("computed").asLong(),
                        node.path("notStarted").asLong(),
                        node.path("open").asBoolean(),
                        node.path("changed").asBoolean(),
                        node.path("added").asBoolean())));
        return new RerunPreview(nodes);
    }

    private static Map<String, String> headers(Optional<String> idempotencyKey) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        idempotencyKey.ifPresent(key -> headers.put("Idempotency-Key", key));
        return headers;
    }

    /** Returns a run. */
    public ClientRun get(String run) {
        return ClientRun.of(json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run)))));
    }

    /**
     * Waits until a run has ended or the time is over, and returns the run.
     *
     * @param atMost at most {@link #LONGEST_WAIT}; rounded down to seconds
     */
    public ClientRun await(String run, Duration atMost) {
        ApiTarget target = ApiTarget.of(RUNS, run).with("wait", atMost.toSeconds());
        return ClientRun.of(json(transport.send(ApiCall.get(target, atMost))));
    }

    /**
     * Returns runs, the latest first.
     *
     * @param workflow the workflow; empty for all
     * @param status the status; empty for all
     */
    public Stream<ClientRun> runs(Optional<String> workflow, Optional<RunStatus> status, long atMost) {
        ApiTarget target = ApiTarget.of(RUNS)
                .with("workflow", workflow)
                .with("status", status)
                .with("limit", limit(atMost, RUNS_OF_A_PAGE));
        return pages(target, ClientRun::of).limit(atMost);
    }

    /**
     * Returns runs as {@link #runs} does, with the numbers of their actions. A wide run that has not been counted yet has
     * none.
     */
    public Stream<ClientRun> countedRuns(Optional<String> workflow, Optional<RunStatus> status, long atMost) {
        ApiTarget target = ApiTarget.of(RUNS)
                .with("workflow", workflow)
                .with("status", status)
                .with("counts", Optional.of(true))
                .with("limit", limit(atMost, RUNS_OF_A_PAGE));
        return pages(target, ClientRun::of).limit(atMost);
    }

    /** Returns the runs that actions of a run have started, by node and index. */
    public Stream<ClientRun> children(String run, long atMost) {
        ApiTarget target = ApiTarget.of(RUNS, run, "children").with("limit", limit(atMost, RUNS_OF_A_PAGE));
        return pages(target, ClientRun::of).limit(atMost);
    }

    /** Returns the started actions of a run: node by node, those of a fan-out in the order of their indexes. */
    public Stream<ClientAction> actions(String run, ActionFilter wanted, long atMost) {
        ApiTarget target = ApiTarget.of(RUNS, run, "actions")
                .with("node", wanted.node())
                .with("prefix", Optional.of(wanted.prefix()).filter(text -> !text.isEmpty()))
                .with("status", wanted.status())
                .with("items", items(wanted.items()))
                .with("label", wanted.label())
                .with("limit", limit(atMost, ACTIONS_OF_A_PAGE));
        return pages(target, ClientAction::of).limit(atMost);
    }

    private static Optional<String> items(List<IndexRange> ranges) {
        return ranges.isEmpty()
                ? Optional.empty()
                : Optional.of(ranges.stream().map(IndexRange::toString).collect(Collectors.joining(",")));
    }

    private static int limit(long atMost, int page) {
        return (int) Math.max(1, Math.min(atMost, page));
    }

    /**
     * Returns the results of a node, in the order of their indexes.
     *
     * @param items the items of fan-outs; an empty list for all
     * @param label the label of the items; empty for all
     */
    public Stream<ClientResult> results(String run, String node, List<IndexRange> items, Optional<String> label) {
        return pages(resultsOf(run, node).with("items", items(items)).with("label", label), ClientResult::of);
    }

    /**
     * Returns the results of actions that have completed since the previous page. The last page follows the end of the
     * run.
     *
     * @param cursor that of the previous page; empty for the first
     * @param wait how long to wait for a new result
     * @param values whether to return what the actions returned
     */
    public RunPage<ClientResult> completed(
            String run, String node, Optional<String> cursor, Duration wait, boolean values) {
        ApiTarget target = resultsOf(run, node).with("follow", true).with("values", values);
        ApiTarget waiting = wait.isZero() ? target : target.with("wait", wait.toSeconds());
        return page(waiting.with(CURSOR, cursor), wait, ClientResult::of);
    }

    private static ApiTarget resultsOf(String run, String node) {
        return ApiTarget.of(RUNS, run, "results").with("node", node).with("limit", RESULTS_OF_A_PAGE);
    }

    /** Returns what an action returned; empty if it has not returned. */
    public Optional<JsonNode> value(ClientResult result) {
        return result.link().isPresent() ? Optional.of(linked(result.link().get(), result.range())) : result.value();
    }

    /**
     * Returns an element of a list that an action returned, and reads a large list as a stream.
     *
     * @return empty if the result is no list with this element
     */
    Optional<JsonNode> element(ClientResult result, long index) {
        if (result.link().isEmpty()) {
            return result.value().map(list -> list.get(Math.toIntExact(index)));
        }
        URI link = result.link().get();
        try (InputStream in = transport.open(link, result.range());
                JsonParser parser = TaskJson.parser(in)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            for (long i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                if (i == index) {
                    return Optional.of(TaskJson.part().readTree(parser));
                }
                parser.skipChildren();
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new ApiUnavailable("A result at " + link.getHost() + " cannot be read: it is not JSON.", e);
        }
    }

    /** Returns the input of a run. */
    public JsonNode input(String run) {
        return whole(ApiTarget.of(RUNS, run, "input"));
    }

    /** Returns the output of a run. */
    public JsonNode output(String run) {
        return whole(ApiTarget.of(RUNS, run, "output"));
    }

    /** Returns the number of started actions by status. For a very wide run, the numbers can be lower bounds. */
    public ActionCounts counts(String run) {
        JsonNode json = counted(run);
        return new ActionCounts(
                json.path("total").asLong(),
                json.path("running").asLong(),
                json.path("succeeded").asLong(),
                json.path("failed").asLong(),
                json.path("cached").asLong(),
                json.path("aborted").asLong(),
                json.path("partial").asBoolean());
    }

    /** Returns the numbers of started actions by node. A deployment of an earlier release returns no nodes. */
    public RunTally tally(String run) {
        return RunCountsJson.tally(counted(run));
    }

    private JsonNode counted(String run) {
        return json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run, "counts"))));
    }

    /** Returns what the actions of a run have reported. Their records are read, for some seconds at most. */
    public ClientTelemetry telemetry(String run) {
        return ClientTelemetry.of(json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run, "telemetry")))));
    }

    /** Returns the report of an action as Markdown. The action must have one. */
    public String report(String run, ClientAction action) {
        ApiTarget target = ApiTarget.of(RUNS, run, "report").with("node", action.node());
        return AnswerFields.text(
                json(transport.send(
                        ApiCall.get(action.path().isEmpty() ? target : target.with("path", action.path())))),
                "markdown");
    }

    /** Returns the graph of a run's workflow as of the start of the run. */
    public RunGraph graph(String run) {
        JsonNode graph = json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run, "graph"))));
        try {
            return RunGraph.parse(graph);
        } catch (IllegalArgumentException e) {
            throw new ApiUnavailable(
                    "The address " + address() + " is not that of a run API: its answer is not a graph.", e);
        }
    }

    /** Returns the total number of actions of each node in a fan-out, if known. */
    public Map<String, Long> widths(String run) {
        Map<String, Long> widths = new LinkedHashMap<>();
        json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run, "widths"))))
                .path("items")
                .forEach(item -> widths.put(
                        AnswerFields.text(item, "node"), item.path("actions").asLong()));
        return widths;
    }

    /** Returns the files that the actions of a run have written. */
    public Stream<ClientFile> files(String run) {
        return pages(ApiTarget.of(RUNS, run, "files").with("limit", ACTIONS_OF_A_PAGE), ClientFile::of);
    }

    /** Opens a file. The caller closes the stream. */
    public InputStream open(ClientFile file) throws IOException {
        return transport.open(file.link(), Optional.empty());
    }

    /**
     * Returns a page of the log of a run.
     *
     * @param cursor that of the previous page; empty for the first
     * @param follow whether the last page follows the end of the run
     * @param wait how long to wait for a line; only with {@code follow}
     */
    public ClientLog logs(String run, LogFilter wanted, Optional<String> cursor, boolean follow, Duration wait) {
        ApiTarget target = ApiTarget.of(RUNS, run, "logs")
                .with("node", wanted.node())
                .with("items", items(wanted.items()))
                .with("label", wanted.label())
                .with("level", wanted.level())
                .with("limit", ACTIONS_OF_A_PAGE)
                .with(CURSOR, cursor);
        ApiTarget following = follow ? target.with("follow", true) : target;
        ApiTarget waiting = wait.isZero() ? following : following.with("wait", wait.toSeconds());
        return ClientLog.of(json(transport.send(ApiCall.get(waiting, wait))));
    }

    /** Cancels a run and its actions in flight. */
    public ClientRun cancel(String run) {
        return ClientRun.of(
                json(transport.send(ApiCall.post(ApiTarget.of(RUNS, run, "cancel"), new byte[0], Map.of()))));
    }

    /**
     * Answers actions of a node that wait for an answer.
     *
     * @param items the items of fan-outs; an empty list for a node outside fan-outs, and with a label
     * @param label the label of the items; empty if they are selected by their indexes
     * @param key ensures that a repetition of the request has the same outcome
     */
    public List<ClientSignal> signal(
            String run, String node, JsonNode value, List<IndexRange> items, Optional<String> label, String key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.set("value", value);
        items(items).ifPresent(ranges -> body.put("items", ranges));
        label.ifPresent(text -> body.put("label", text));
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        List<ClientSignal> outcomes = new ArrayList<>();
        json(transport.send(ApiCall.post(ApiTarget.of(RUNS, run, "signals", node), bytes, headers(Optional.of(key)))))
                .path("items")
                .forEach(item -> outcomes.add(ClientSignal.of(item)));
        return outcomes;
    }

    /**
     * Completes a callback.
     *
     * @param callback its id
     * @param key ensures that a repetition of the request has the same outcome
     */
    public ClientSignal complete(String callback, JsonNode value, String key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put(CALLBACK, callback);
        body.set("value", value);
        return callback("complete", body, Optional.of(key));
    }

    /**
     * Fails a callback.
     *
     * @param callback its id
     * @param error the name of the error
     * @param key ensures that a repetition of the request has the same outcome
     */
    public ClientSignal fail(String callback, String error, Optional<String> message, String key) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put(CALLBACK, callback);
        body.put("error", error);
        message.ifPresent(text -> body.put("message", text));
        return callback("fail", body, Optional.of(key));
    }

    /**
     * Sends a heartbeat of a callback.
     *
     * @param callback its id
     */
    public ClientSignal heartbeat(String callback) {
        return callback("heartbeat", JsonNodeFactory.instance.objectNode().put(CALLBACK, callback), Optional.empty());
    }

    private ClientSignal callback(String route, ObjectNode body, Optional<String> key) {
        byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
        JsonNode action = json(transport.send(ApiCall.post(ApiTarget.of("callbacks", route), bytes, headers(key))));
        return new ClientSignal(
                AnswerFields.text(action, "node"), AnswerFields.text(action, "path"), true, Optional.empty());
    }

    /** Deletes a run that has ended, with its records, results and files. */
    public void delete(String run) {
        ApiAnswer answer = transport.send(ApiCall.delete(ApiTarget.of(RUNS, run)));
        boolean before = answer.status() == NOT_FOUND && answer.again();
        if (!before && !isSuccess(answer)) {
            throw ApiProblem.of(answer, address());
        }
    }

    private <T> Stream<T> pages(ApiTarget target, Function<JsonNode, T> item) {
        return Stream.iterate(Optional.of(page(target, Duration.ZERO, item)), Optional::isPresent, page -> page.flatMap(
                                RunPage::next)
                        .map(next -> page(target.with(CURSOR, next), Duration.ZERO, item)))
                .flatMap(page -> page.map(RunPage::items).orElse(List.of()).stream());
    }

    private <T> RunPage<T> page(ApiTarget target, Duration wait, Function<JsonNode, T> item) {
        JsonNode json = json(transport.send(ApiCall.get(target, wait)));
        if (!json.path("items").isArray()) {
            throw AnswerFields.missing(json, "items");
        }
        List<T> items = new ArrayList<>();
        json.path("items").forEach(element -> items.add(item.apply(element)));
        return new RunPage<>(items, AnswerFields.optional(json, "next"));
    }

    /** Reads a document that may be too large for an answer, which then has a link to it. */
    private JsonNode whole(ApiTarget target) {
        ApiAnswer answer = transport.send(ApiCall.get(target));
        Optional<String> elsewhere = answer.header("location");
        return answer.status() == SEE_OTHER && elsewhere.isPresent()
                ? linked(URI.create(elsewhere.get()), Optional.empty())
                : json(answer);
    }

    private JsonNode linked(URI link, Optional<String> range) {
        try (InputStream in = transport.open(link, range)) {
            return TaskJson.reader(JsonNode.class).readTree(in);
        } catch (IOException e) {
            throw new ApiUnavailable("A result at " + link.getHost() + " cannot be read: it is not JSON.", e);
        }
    }

    private JsonNode json(ApiAnswer answer) {
        if (!isSuccess(answer)) {
            throw ApiProblem.of(answer, address());
        }
        try {
            return TaskJson.reader(JsonNode.class).readTree(answer.body());
        } catch (JsonProcessingException e) {
            throw noApi(e);
        } catch (IOException e) {
            throw new ApiUnavailable("An answer of the run API at " + address() + " cannot be read.", e);
        }
    }

    private ApiUnavailable noApi(JsonProcessingException e) {
        return new ApiUnavailable("The address " + address() + " is not that of a run API: its answer is not JSON.", e);
    }

    private static boolean isSuccess(ApiAnswer answer) {
        return answer.status() >= OK && answer.status() < MULTIPLE_CHOICES;
    }
}
