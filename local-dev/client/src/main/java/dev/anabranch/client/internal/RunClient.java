package dev.anabranch.client.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
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
 * Runs, wherever their API is. Lists are read page by page, so that they may be longer than memory.
 *
 * <p>Every method throws {@link ApiRefused} when the API will not do it, {@link ApiUnavailable} when the API cannot be reached or fails,
 * and {@link CallInterrupted} when the thread is interrupted.
 */
public final class RunClient {

    /** How long the API waits before it answers that nothing has happened. */
    public static final Duration LONGEST_WAIT = RunApi.LONGEST_WAIT;

    private static final String RUNS = "runs";
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

    /** Of the API at the end of that transport. */
    public RunClient(Transport transport) {
        this.transport = transport;
    }

    /** Where the API is, for people. */
    public String address() {
        return transport.address();
    }

    /** What the API says of a run is there. */
    public String addressOf(String run) {
        return address() + ApiTarget.of(RUNS, run);
    }

    /**
     * Starts a run, once, even where an answer gets lost on the way.
     *
     * @throws InputTooLarge when the API would not take it, before anything is sent
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

    /** The run that an earlier attempt has started, whose answer was lost. */
    private Optional<ClientRun> lost(StartOrder order, String id) {
        ClientRun standing = get(id);
        boolean same = standing.workflow().equals(order.workflow())
                && input(id).equals(parsed(order.input().toString()));
        return same ? Optional.of(standing) : Optional.empty();
    }

    /** As it comes back: numbers may be of another kind in memory. */
    private static JsonNode parsed(String json) {
        try {
            return TaskJson.reader(JsonNode.class).readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("This was JSON before.", e);
        }
    }

    /** The names of the workflows that can be started. */
    public List<String> workflows() {
        return json(transport.send(ApiCall.get(ApiTarget.of("workflows"))))
                .path("items")
                .findValuesAsText("name");
    }

    /** Starts a run that adopts what succeeded in another, and computes the rest. */
    public ClientRun rerun(String run, RerunOrder order) {
        byte[] bytes = order.json().toString().getBytes(StandardCharsets.UTF_8);
        return ClientRun.of(json(transport.send(
                ApiCall.post(ApiTarget.of(RUNS, run, "rerun"), bytes, headers(Optional.of(order.idempotencyKey()))))));
    }

    private static Map<String, String> headers(Optional<String> idempotencyKey) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        idempotencyKey.ifPresent(key -> headers.put("Idempotency-Key", key));
        return headers;
    }

    /** A run. */
    public ClientRun get(String run) {
        return ClientRun.of(json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run)))));
    }

    /**
     * A run when it has ended, or as it is after some time.
     *
     * @param atMost at most {@link #LONGEST_WAIT}; in whole seconds
     */
    public ClientRun await(String run, Duration atMost) {
        ApiTarget target = ApiTarget.of(RUNS, run).with("wait", atMost.toSeconds());
        return ClientRun.of(json(transport.send(ApiCall.get(target, atMost))));
    }

    /** Runs, those that were started last first. */
    public Stream<ClientRun> runs(Optional<String> workflow, long atMost) {
        ApiTarget target = ApiTarget.of(RUNS).with("workflow", workflow).with("limit", limit(atMost, RUNS_OF_A_PAGE));
        return pages(target, ClientRun::of).limit(atMost);
    }

    /** The actions that a run has started: node by node, those of a fan-out in the order of their indexes. */
    public Stream<ClientAction> actions(String run, ActionFilter wanted, long atMost) {
        ApiTarget target = ApiTarget.of(RUNS, run, "actions")
                .with("node", wanted.node())
                .with("prefix", Optional.of(wanted.prefix()).filter(text -> !text.isEmpty()))
                .with("status", wanted.status())
                .with("items", items(wanted.items()))
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
     * The results of a node, in the order of their indexes.
     *
     * @param items of these items of fan-outs; none for all
     */
    public Stream<ClientResult> results(String run, String node, List<IndexRange> items) {
        return pages(resultsOf(run, node).with("items", items(items)), ClientResult::of);
    }

    /**
     * Results that have come since the page before. There is no next page once the run has ended and all have been told.
     *
     * @param cursor where the page before ended; empty for the first
     * @param wait how long to wait for something new
     * @param values false where nobody wants to know what the actions returned
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

    /** What an action returned; empty where it has not returned. */
    public Optional<JsonNode> value(ClientResult result) {
        return result.link().isPresent() ? Optional.of(linked(result.link().get(), result.range())) : result.value();
    }

    /** What a run was given. */
    public JsonNode input(String run) {
        return whole(ApiTarget.of(RUNS, run, "input"));
    }

    /** What a run returned. */
    public JsonNode output(String run) {
        return whole(ApiTarget.of(RUNS, run, "output"));
    }

    /** How many actions a run has started, by how far they are; of a very wide run that goes on perhaps only the least that there are. */
    public ActionCounts counts(String run) {
        JsonNode json = json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run, "counts"))));
        return new ActionCounts(
                json.path("total").asLong(),
                json.path("running").asLong(),
                json.path("succeeded").asLong(),
                json.path("failed").asLong(),
                json.path("cached").asLong(),
                json.path("aborted").asLong(),
                json.path("partial").asBoolean());
    }

    /** The nodes of a run's workflow as they were when it was started. */
    public RunGraph graph(String run) {
        return RunGraph.parse(json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run, "graph")))));
    }

    /** How many actions the nodes of fan-outs will have, as far as that is known by now. */
    public Map<String, Long> widths(String run) {
        Map<String, Long> widths = new LinkedHashMap<>();
        json(transport.send(ApiCall.get(ApiTarget.of(RUNS, run, "widths"))))
                .path("items")
                .forEach(item -> widths.put(
                        AnswerFields.text(item, "node"), item.path("actions").asLong()));
        return widths;
    }

    /** The files that its actions have written. */
    public Stream<ClientFile> files(String run) {
        return pages(ApiTarget.of(RUNS, run, "files").with("limit", ACTIONS_OF_A_PAGE), ClientFile::of);
    }

    /** The bytes of a file, which the caller closes. */
    public InputStream open(ClientFile file) throws IOException {
        return transport.open(file.link(), Optional.empty());
    }

    /** Stops a run, with all that it has under way. */
    public ClientRun cancel(String run) {
        return ClientRun.of(
                json(transport.send(ApiCall.post(ApiTarget.of(RUNS, run, "cancel"), new byte[0], Map.of()))));
    }

    /** Removes a run that has ended, with everything it has left behind. */
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

    /** What is too large for an answer is where the answer points to. */
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
            throw new ApiUnavailable("What is kept at " + link.getHost() + " cannot be read.", e);
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
        return new ApiUnavailable("There is no run API at " + address() + ": what it answers is not JSON.", e);
    }

    private static boolean isSuccess(ApiAnswer answer) {
        return answer.status() >= OK && answer.status() < MULTIPLE_CHOICES;
    }
}
