package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.api.Problem.FieldError;
import dev.anabranch.runs.internal.api.Problem.Kind;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.lifecycle.SignalOutcome;
import dev.anabranch.runs.internal.lifecycle.SignalRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The route that answers waits. */
final class SignalRoutes {

    static final String VALUE = "value";
    private static final String ITEMS = "items";
    private static final String LABEL = "label";

    /** The maximum number of items of one request. */
    private static final int MOST_ITEMS = 1_000;

    /**
     * The maximum size of an answer in bytes of JSON. It is stored in the record of its action, which has at most 400
     * KB.
     */
    static final int LARGEST_ANSWER = 64 * 1024;

    private final Runs runs;

    SignalRoutes(Runs runs) {
        this.runs = runs;
    }

    List<Route> all() {
        return List.of(new Route("POST", "/runs/{run}/signals/{node}", Set.of(), this::signal));
    }

    private ApiResponse signal(Route.Call call) {
        String run = call.variable();
        String node = call.variables().get(1);
        BodyFields fields = BodyFields.of(call.request(), List.of(VALUE, ITEMS, LABEL));
        Vertex awaiting = runs.awaiting(run, node);
        int depth = runs.graph(run).depth(node);
        Optional<JsonNode> value = value(fields, awaiting, "the answer");
        Optional<String> label = fields.text(LABEL);
        if (label.isPresent() && (depth == 0 || fields.value(ITEMS).isPresent())) {
            fields.addError(
                    LABEL,
                    depth == 0 ? "is present" : "is present together with `items`",
                    depth == 0 ? absent(node) : "only one of `items` and `label`",
                    depth == 0 ? "Remove `label`." : "Remove one of them.");
        }
        List<List<Long>> indexes = label.isPresent() ? List.of() : paths(fields, node, depth);
        fields.check();
        List<List<Long>> paths = label.isPresent() ? labelled(run, node, label.get()) : indexes;
        JsonNode answer = value.orElseThrow();
        checkSize(answer);
        String key =
                call.request().header("idempotency-key").orElse(call.request().id());
        return response(node, runs.signal(new SignalRequest(run, node, paths, answer, key)));
    }

    /** Reads the field with the answer, and reports an error if it is missing or has another type than the node declares. */
    static Optional<JsonNode> value(BodyFields fields, Vertex awaiting, String name) {
        Optional<JsonNode> value = fields.value(VALUE);
        if (value.isEmpty()) {
            fields.addError(VALUE, "is missing", name, "Set " + name + ".");
        } else {
            fields.addError(type(awaiting).errors(value.get(), "/" + VALUE));
        }
        return value;
    }

    static void checkSize(JsonNode answer) {
        if (answer.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST_ANSWER) {
            throw ProblemException.of(
                    Kind.TOO_LARGE,
                    "The answer has more than the allowed " + LARGEST_ANSWER
                            + " bytes. Store large data where the tasks can read it, and answer with its address.");
        }
    }

    private List<List<Long>> labelled(String run, String node, String label) {
        List<List<Long>> paths = runs.labelled(run, node, label);
        if (paths.size() > MOST_ITEMS) {
            throw ProblemException.of(
                    Kind.INVALID,
                    FieldError.body(
                            "/" + LABEL,
                            "selects " + paths.size() + " items",
                            "a label of at most " + MOST_ITEMS + " items",
                            "Select the items by their indexes, in several requests."));
        }
        return paths;
    }

    private static InputType type(Vertex awaiting) {
        try {
            return InputType.of(awaiting.answer());
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    Kind.CONFLICT,
                    "The answer of `" + awaiting.id() + "` has the type `" + awaiting.answer()
                            + "`, which this deployment no longer has.");
        }
    }

    private static String absent(String node) {
        return "absent, because `" + node + "` is in no fan-out";
    }

    /** Returns the indexes of the actions that the request answers. */
    private static List<List<Long>> paths(BodyFields fields, String node, int depth) {
        Optional<String> items = fields.text(ITEMS);
        if (depth == 0) {
            items.ifPresent(text -> fields.addError(ITEMS, "is present", absent(node), "Remove `items`."));
            return List.of(List.of());
        }
        if (items.isEmpty()) {
            if (fields.value(ITEMS).isEmpty()) {
                fields.addError(
                        ITEMS,
                        "is missing",
                        "the items to answer, because `" + node + "` is in a fan-out",
                        "Select the items by their indexes, such as `3,17-20`, or by `label`.");
            }
            return List.of();
        }
        List<List<Long>> paths = new ArrayList<>();
        try {
            for (IndexRange range : IndexRange.parse(items.get())) {
                if (range.depth() != depth) {
                    throw new IllegalArgumentException("`" + range + "` has another number of indexes.");
                }
                if (range.last() - range.first() >= MOST_ITEMS - paths.size()) {
                    throw new IllegalArgumentException("It selects too many items.");
                }
                for (long index = range.first(); index <= range.last(); index++) {
                    List<Long> path = new ArrayList<>(range.parents());
                    path.add(index);
                    paths.add(path);
                }
            }
        } catch (IllegalArgumentException e) {
            fields.addError(
                    ITEMS,
                    "is `" + QueryParameters.cut(items.get()) + "`",
                    IndexRange.EXPECTED + ", with " + depth + (depth == 1 ? " index" : " indexes")
                            + " for an item, and at most " + MOST_ITEMS + " items",
                    "Select the items by their indexes.");
        }
        return paths;
    }

    private static ApiResponse response(String node, List<SignalOutcome> outcomes) {
        if (outcomes.stream().noneMatch(SignalOutcome::accepted)) {
            throw ProblemException.of(
                    Kind.CONFLICT,
                    outcomes.stream()
                            .limit(5)
                            .map(outcome -> action(node, outcome.path()) + " " + outcome.reason() + ".")
                            .collect(Collectors.joining(" ")));
        }
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode items = json.putArray("items");
        outcomes.forEach(outcome -> {
            ObjectNode item = items.addObject()
                    .put("node", node)
                    .put("path", joined(outcome.path()))
                    .put("accepted", outcome.accepted());
            if (!outcome.accepted()) {
                item.put("reason", "It " + outcome.reason() + ".");
            }
        });
        return ApiResponse.json(200, json);
    }

    static String action(String node, List<Long> path) {
        return "`" + node + "`" + (path.isEmpty() ? "" : " item " + joined(path));
    }

    private static String joined(List<Long> path) {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
