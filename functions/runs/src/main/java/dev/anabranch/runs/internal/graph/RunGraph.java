package dev.anabranch.runs.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nodes and edges of a workflow, as far as reading and rerunning runs needs them. Its JSON is the {@code graph} of
 * a workflow in the deployment manifest; unknown fields are ignored. Each run stores the graph that it was started
 * with, so that it can be read after the workflow has changed.
 */
public final class RunGraph {

    private final List<Vertex> nodes;
    private final List<Edge> edges;
    private final String output;
    private final long limitSeconds;
    private final Map<String, Vertex> byId = new LinkedHashMap<>();
    /** The fan-outs that contain a node, outermost first, by node. */
    private final Map<String, List<String>> enclosing = new HashMap<>();
    /** The first node whose result a node takes, by node. */
    private final Map<String, String> inspectedNode = new HashMap<>();

    /** The fan-outs whose items take results of the items before them. */
    private final Set<String> chains = new HashSet<>();

    /** The nodes whose results are conditions of conditionals. */
    private final Set<String> conditions = new HashSet<>();

    /** The kinds of nodes. */
    public enum Kind {
        /** A call of a task. */
        CALL("call"),
        /** A fan-out. */
        FAN_OUT("fan-out"),
        /** A loop. */
        REPEAT("repeat"),
        /** A conditional. */
        WHEN("when"),
        /** A wait. */
        WAIT("wait"),
        /** A wait for an answer from outside. */
        AWAIT("await"),
        /** A run of another workflow. */
        SUB_RUN("run"),
        /** The call of a task if the run fails. */
        ON_FAILURE("on-failure"),
        /** Steps whose failure is a value. */
        ATTEMPT("attempt"),
        /** Steps with a cleanup. */
        ENSURE("ensure");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        /** Returns true if the nodes of this kind have actions: their results are in records. */
        public boolean hasActions() {
            return this == CALL || this == WAIT || this == AWAIT || this == SUB_RUN || this == ON_FAILURE;
        }

        /** Returns true if the nodes of this kind have items or rounds, whose indexes are in the paths of actions. */
        public boolean hasItems() {
            return this == FAN_OUT || this == REPEAT;
        }

        static Kind of(String code) {
            for (Kind kind : values()) {
                if (kind.code.equals(code)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException(
                    "The kind of a node must be `call`, `fan-out`, `repeat`, `when`, `wait`, `await`, `run`, `on-failure`,"
                            + " `attempt` or `ensure`, but is `" + code + "`.");
        }
    }

    /**
     * A node.
     *
     * @param id its name
     * @param kind its kind
     * @param in the fan-out, conditional, attempt or ensure that contains it; empty if none does
     * @param attempts the maximum number of attempts of a call
     * @param tolerant true for a fan-out that continues if items fail
     * @param added true for a call that the plan added
     * @param fingerprint a hash of the definition: the task, its version and the sources of its input
     * @param input the sources of a call's input; for a loop the call whose results are those of its rounds; empty for
     *     other kinds, and in graphs that were stored before graphs
     *     had them
     * @param answer the Java type of the answer that the node waits for; empty for other kinds
     * @param prompt the constants of the prompt of such a node, null where it has other values; null for other kinds
     * @param first the call that returns the first successes of a fan-out, which then ends; empty for other nodes
     * @param runs the name of the workflow that the node runs; empty for other kinds
     * @param stops the node inside which the call, which the plan added, ends what is stopped; empty for other nodes
     * @param label the field of an item that is its label, or a dot for the item itself; empty for a fan-out without
     *     labels, and for other kinds
     * @param group the group of the definition that the node is in; empty for none
     */
    public record Vertex(
            String id,
            Kind kind,
            String in,
            int attempts,
            boolean tolerant,
            boolean added,
            String fingerprint,
            List<InputPart> input,
            String answer,
            JsonNode prompt,
            String first,
            String runs,
            String stops,
            String label,
            String group) {
        /** Copies the list. */
        public Vertex {
            input = List.copyOf(input);
        }

        /** Returns whether this is a wait for work that a task has started elsewhere, not for an answer. */
        public boolean isCallback() {
            return kind == Kind.AWAIT && attempts > 0;
        }
    }

    /**
     * A dependency between two nodes.
     *
     * @param from the node that is depended on
     * @param to the dependent node
     * @param kind {@code value} if {@code to} takes the result of {@code from}, {@code all} if it takes the results for
     *     all items, {@code previous} if it takes the result for the item before, {@code order} if it only waits, {@code
     *     cleanup} if it is in the cleanup of {@code from}
     */
    public record Edge(String from, String to, String kind) {

        /**
         * Returns true if {@code to} is repeated if {@code from} is: a result is passed along this edge, within an item or
         * from all items, or {@code to} undoes what {@code from} did.
         */
        public boolean carriesResult() {
            return !kind.equals("order") && !kind.equals("previous");
        }

        /** Returns true if {@code to} is in the cleanup of {@code from}. */
        public boolean isCleanup() {
            return kind.equals("cleanup");
        }
    }

    /**
     * Creates a graph.
     *
     * @param nodes the nodes, each after the nodes that contain it and those it depends on
     * @param edges the dependencies
     * @param output a hash of the source of the run's output
     */
    public RunGraph(List<Vertex> nodes, List<Edge> edges, String output) {
        this(nodes, edges, output, 0);
    }

    /**
     * Creates a graph.
     *
     * @param limitSeconds the time limit of a run; 0 for none
     */
    public RunGraph(List<Vertex> nodes, List<Edge> edges, String output, long limitSeconds) {
        this.limitSeconds = limitSeconds;
        this.nodes = List.copyOf(nodes);
        this.edges = List.copyOf(edges);
        this.output = output;
        nodes.forEach(node -> byId.put(node.id(), node));
        nodes.forEach(node -> enclosing.put(node.id(), enclosing(node)));
        edges.stream()
                .filter(edge -> edge.kind().equals("previous"))
                .map(edge -> fanOuts(edge.from()))
                .forEach(around -> chains.add(around.get(around.size() - 1)));
        nodes.stream().filter(node -> node.kind() == Kind.REPEAT).forEach(node -> chains.add(node.id()));
        edges.stream()
                .filter(edge -> edge.kind().equals("value"))
                .forEach(edge -> inspectedNode.putIfAbsent(edge.to(), edge.from()));
        nodes.stream()
                .filter(node -> node.kind() == Kind.WHEN && inspectedNode.containsKey(node.id()))
                .forEach(node -> conditions.add(inspectedNode(node.id())));
    }

    private List<String> enclosing(Vertex node) {
        List<String> fanOuts = new ArrayList<>();
        for (Vertex outer = byId.get(node.in()); outer != null; outer = byId.get(outer.in())) {
            if (outer.kind().hasItems()) {
                fanOuts.add(0, outer.id());
            }
        }
        return List.copyOf(fanOuts);
    }

    /**
     * Reads the JSON form.
     *
     * @throws IllegalArgumentException if a field is missing or invalid
     */
    public static RunGraph parse(JsonNode json) {
        List<Vertex> nodes = new ArrayList<>();
        json.path("nodes")
                .forEach(node -> nodes.add(new Vertex(
                        text(node, "id"),
                        Kind.of(text(node, "kind")),
                        text(node, "in"),
                        node.path("attempts").asInt(),
                        node.path("tolerant").asBoolean(),
                        node.path("added").asBoolean(),
                        text(node, "fingerprint"),
                        parts(node.path("input")),
                        node.path("answer").path("java").asText(),
                        node.path("answer").has("prompt")
                                ? constant(node.path("answer").get("prompt"))
                                : NullNode.instance,
                        node.path("first").asText(),
                        node.path("runs").asText(),
                        node.path("stops").asText(),
                        node.path("label").asText(),
                        node.path("group").asText())));
        List<Edge> edges = new ArrayList<>();
        json.path("edges")
                .forEach(edge -> edges.add(new Edge(text(edge, "from"), text(edge, "to"), text(edge, "kind"))));
        return new RunGraph(
                nodes, edges, text(json, "output"), json.path("limitSeconds").asLong());
    }

    private static List<InputPart> parts(JsonNode json) {
        List<InputPart> parts = new ArrayList<>();
        json.forEach(part -> parts.add(InputPart.parse(part)));
        return parts;
    }

    /**
     * Returns a constant as it is read from a document. A node of a value in memory differs from it, although its text is
     * the same: it can be a long, which is read as an int. Then a stored graph would not equal the graph that it is of.
     */
    static JsonNode constant(JsonNode value) {
        try {
            return TaskJson.tree().readTree(TaskJson.tree().writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException("A constant could not be read again.", e);
        }
    }

    static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("The graph has no text field `" + field + "` in " + json + ".");
        }
        return json.get(field).textValue();
    }

    /** Returns the JSON form. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode vertices = json.putArray("nodes");
        nodes.forEach(node -> {
            ObjectNode vertex = vertices.addObject()
                    .put("id", node.id())
                    .put("kind", node.kind().code)
                    .put("in", node.in())
                    .put("attempts", node.attempts())
                    .put("tolerant", node.tolerant())
                    .put("added", node.added())
                    .put("fingerprint", node.fingerprint());
            ArrayNode input = vertex.putArray("input");
            node.input().forEach(part -> input.add(part.toJson()));
            if (!node.answer().isEmpty()) {
                vertex.putObject("answer").put("java", node.answer()).set("prompt", node.prompt());
            }
            if (!node.first().isEmpty()) {
                vertex.put("first", node.first());
            }
            if (!node.runs().isEmpty()) {
                vertex.put("runs", node.runs());
            }
            if (!node.stops().isEmpty()) {
                vertex.put("stops", node.stops());
            }
            if (!node.label().isEmpty()) {
                vertex.put("label", node.label());
            }
            if (!node.group().isEmpty()) {
                vertex.put("group", node.group());
            }
        });
        ArrayNode needs = json.putArray("edges");
        edges.forEach(edge ->
                needs.addObject().put("from", edge.from()).put("to", edge.to()).put("kind", edge.kind()));
        json.put("output", output);
        return limitSeconds == 0 ? json : json.put("limitSeconds", limitSeconds);
    }

    /**
     * Returns whether the number of actions of a node follows from the definition and the lists alone: it is in no
     * conditional or loop, is not skippable, and does not depend on failures or on which items are first.
     */
    public boolean isFixed(Vertex node) {
        return isReachedByAllItems(node)
                && node.kind() != Kind.ON_FAILURE
                && node.stops().isEmpty()
                && !isSkippable(node);
    }

    /**
     * Returns whether a node is a call that the plan added to read a condition: a state machine reads a short condition
     * without it.
     */
    public boolean isSkippable(Vertex node) {
        return node.added() && conditions.contains(node.id());
    }

    /** Returns whether a node is only in fan-outs that process all their items. */
    public boolean isReachedByAllItems(Vertex node) {
        for (Vertex outer = byId.get(node.in()); outer != null; outer = byId.get(outer.in())) {
            boolean always = outer.kind() == Kind.FAN_OUT && outer.first().isEmpty();
            if (!always) {
                return false;
            }
        }
        return true;
    }

    /** Returns the time limit of a run; empty for none. */
    public OptionalLong limitSeconds() {
        return limitSeconds == 0 ? OptionalLong.empty() : OptionalLong.of(limitSeconds);
    }

    /** Returns the SHA-256 of the JSON form in 64 hexadecimal digits. */
    public String hash() {
        return RunIds.hash(toString());
    }

    /** Returns all nodes, each after the nodes that contain it. */
    public List<Vertex> nodes() {
        return nodes;
    }

    /** Returns the dependencies between nodes. */
    public List<Edge> edges() {
        return edges;
    }

    /** Returns a node by its name. */
    public Optional<Vertex> node(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Returns the names of the nodes that the author wrote. */
    public List<String> names() {
        return nodes.stream().filter(node -> !node.added()).map(Vertex::id).toList();
    }

    /** Returns the names of the calls that the author wrote, for messages. */
    public String callNames() {
        return nodes.stream()
                .filter(node -> node.kind().hasActions() && !node.added())
                .map(Vertex::id)
                .collect(Collectors.joining(", "));
    }

    /** Returns whether a node is inside another one, at any depth. */
    public boolean isInside(String id, String container) {
        for (Vertex at = byId.get(id); at != null; at = byId.get(at.in())) {
            if (at.in().equals(container)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the nodes of a scope: of a fan-out's body, of both branches of a conditional, or of the top level if the
     * name is empty.
     */
    public List<Vertex> nodesIn(String scope) {
        return nodes.stream().filter(node -> node.in().equals(scope)).toList();
    }

    /** Returns the calls that end what is stopped inside a node. */
    public List<Vertex> stopsIn(String id) {
        return nodes.stream().filter(node -> node.stops().equals(id)).toList();
    }

    /** Returns whether a call ends what is stopped in a scope around a node. */
    public boolean canBeStopped(Vertex node) {
        for (Vertex outer = byId.get(node.in()); outer != null; outer = byId.get(outer.in())) {
            if (!stopsIn(outer.id()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the edges along which a node takes results. */
    public List<Edge> dependencies(String id) {
        return edges.stream()
                .filter(edge -> edge.to().equals(id) && edge.carriesResult())
                .toList();
    }

    /** Returns the node whose result is the list of a fan-out or the condition of a conditional. */
    public String inspectedNode(String id) {
        return Optional.ofNullable(inspectedNode.get(id))
                .orElseThrow(() -> new IllegalStateException("The graph has no list or condition for `" + id + "`."));
    }

    /** Returns whether the items of a fan-out, or the rounds of a loop, depend on those before them. */
    public boolean isChain(String fanOut) {
        return chains.contains(fanOut);
    }

    /** Returns the fan-outs and loops that contain a node, outermost first. The paths of its actions have one index for each. */
    public List<String> fanOuts(String id) {
        return Objects.requireNonNull(enclosing.get(id), () -> "The graph has no node `" + id + "`.");
    }

    /** Returns whether the failure of a node does not fail the run: it is in an attempt or a tolerant fan-out. */
    public boolean isTolerated(Vertex node) {
        return isToleratedIn(node, "");
    }

    /**
     * Returns whether the failure of a node does not fail the items of a fan-out, or the rounds of a loop, that contain
     * it: inside of those, the node is in an attempt or a tolerant fan-out.
     *
     * @param scope the fan-out or loop; empty for the run
     */
    public boolean isToleratedIn(Vertex node, String scope) {
        if (node.kind() == Kind.ON_FAILURE || !node.stops().isEmpty()) {
            return true;
        }
        for (Vertex outer = byId.get(node.in());
                outer != null && !outer.id().equals(scope);
                outer = byId.get(outer.in())) {
            if (outer.tolerant() || outer.kind() == Kind.ATTEMPT) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the fan-out whose items a call that the plan added counts, such as the one that fails a run with more failures than
     * tolerated: its failure is that of the items. Returns empty for other nodes.
     */
    public Optional<Vertex> countedFanOut(String id) {
        if (node(id).filter(Vertex::added).isEmpty()) {
            return Optional.empty();
        }
        int depth = depth(id);
        return dependencies(id).stream()
                .filter(edge -> edge.kind().equals("all"))
                .map(edge -> fanOuts(edge.from()))
                .filter(outer -> outer.size() > depth)
                .map(outer -> Objects.requireNonNull(byId.get(outer.get(depth))))
                .filter(outer -> outer.kind() == Kind.FAN_OUT)
                .findFirst();
    }

    /** Returns the calls whose failure fails an item of a fan-out. */
    public List<Vertex> callsThatFail(Vertex fanOut) {
        return nodes().stream()
                .filter(node -> node.kind().hasActions()
                        && isInside(node.id(), fanOut.id())
                        && !isToleratedIn(node, fanOut.id()))
                .toList();
    }

    /** Returns the name by which people know a fan-out: that of its only call, which the definition names; otherwise its own. */
    public String shownName(Vertex fanOut) {
        List<Vertex> calls =
                nodesIn(fanOut.id()).stream().filter(node -> !node.added()).toList();
        return calls.size() == 1 && calls.get(0).kind().hasActions()
                ? calls.get(0).id()
                : fanOut.id();
    }

    /** Returns the number of fan-outs and loops that contain a node. */
    public int depth(String id) {
        return fanOuts(id).size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunGraph graph
                && graph.nodes.equals(nodes)
                && graph.edges.equals(edges)
                && graph.output.equals(output)
                && graph.limitSeconds == limitSeconds;
    }

    @Override
    public int hashCode() {
        return Objects.hash(nodes, edges, output);
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
