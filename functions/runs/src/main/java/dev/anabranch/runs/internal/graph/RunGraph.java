package dev.anabranch.runs.internal.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The nodes of a workflow as far as those need them who look at a run or run it again. Its JSON is the {@code graph} of a workflow in
 * the deployment manifest; fields that are not needed here are skipped. A run's graph is kept with its records, so that they can be
 * read when the workflow has long become another.
 */
public final class RunGraph {

    private final List<Vertex> nodes;
    private final List<Edge> edges;
    private final String output;
    private final Map<String, Vertex> byId = new LinkedHashMap<>();
    /** By node: the fan-outs that it is in, outermost first. */
    private final Map<String, List<String>> around = new HashMap<>();
    /** By node: the first whose result it takes. */
    private final Map<String, String> inspected = new HashMap<>();

    /** What a node is. */
    public enum Kind {
        /** One call of a task. */
        CALL("call"),
        /** A fan-out. */
        FAN_OUT("fan-out"),
        /** A conditional. */
        WHEN("when");

        private final String code;

        Kind(String code) {
            this.code = code;
        }

        static Kind of(String code) {
            for (Kind kind : values()) {
                if (kind.code.equals(code)) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("A node is a call, a fan-out or a when, but one is a `" + code + "`.");
        }
    }

    /**
     * A node.
     *
     * @param id its name
     * @param kind what it is
     * @param in the fan-out or conditional that it is in; empty for none
     * @param attempts how often a call is tried at most
     * @param tolerant true for a fan-out that goes on when items fail
     * @param added true for a call that nobody wrote, which the plan needs
     * @param fingerprint changes with the definition: the task, its version and where its input comes from
     * @param input where a call takes its input from; none for others, and in graphs from before this was in them
     */
    public record Vertex(
            String id,
            Kind kind,
            String in,
            int attempts,
            boolean tolerant,
            boolean added,
            String fingerprint,
            List<InputPart> input) {
        /** Copies the list. */
        public Vertex {
            input = List.copyOf(input);
        }
    }

    /**
     * One node needs another.
     *
     * @param kind {@code value} where it takes what the other returned, {@code all} where it takes what the other returned for all items,
     *     {@code order} where it only waits
     */
    public record Edge(String from, String to, String kind) {

        /** True where a result travels. */
        public boolean carries() {
            return !kind.equals("order");
        }
    }

    /**
     * A graph.
     *
     * @param nodes each after those it is in and those it needs
     * @param edges what they need of each other
     * @param output changes with where the run's output comes from
     */
    public RunGraph(List<Vertex> nodes, List<Edge> edges, String output) {
        this.nodes = List.copyOf(nodes);
        this.edges = List.copyOf(edges);
        this.output = output;
        nodes.forEach(node -> byId.put(node.id(), node));
        nodes.forEach(node -> around.put(node.id(), around(node)));
        edges.stream()
                .filter(edge -> edge.kind().equals("value"))
                .forEach(edge -> inspected.putIfAbsent(edge.to(), edge.from()));
    }

    private List<String> around(Vertex node) {
        List<String> fanOuts = new ArrayList<>();
        for (Vertex outer = byId.get(node.in()); outer != null; outer = byId.get(outer.in())) {
            if (outer.kind() == Kind.FAN_OUT) {
                fanOuts.add(0, outer.id());
            }
        }
        return List.copyOf(fanOuts);
    }

    /**
     * Reads the JSON form.
     *
     * @throws IllegalArgumentException when a field is missing
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
                        parts(node.path("input")))));
        List<Edge> edges = new ArrayList<>();
        json.path("edges")
                .forEach(edge -> edges.add(new Edge(text(edge, "from"), text(edge, "to"), text(edge, "kind"))));
        return new RunGraph(nodes, edges, text(json, "output"));
    }

    private static List<InputPart> parts(JsonNode json) {
        List<InputPart> parts = new ArrayList<>();
        json.forEach(part -> parts.add(InputPart.parse(part)));
        return parts;
    }

    static String text(JsonNode json, String field) {
        if (!json.path(field).isTextual()) {
            throw new IllegalArgumentException("A graph lacks the text `" + field + "` in " + json + ".");
        }
        return json.get(field).textValue();
    }

    /** The JSON form. */
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
        });
        ArrayNode needs = json.putArray("edges");
        edges.forEach(edge ->
                needs.addObject().put("from", edge.from()).put("to", edge.to()).put("kind", edge.kind()));
        return json.put("output", output);
    }

    /** Tells graphs apart: SHA-256 of the JSON form, in 64 hexadecimal digits. */
    public String hash() {
        return RunIds.hash(toString());
    }

    /** All nodes, each after those it is in. */
    public List<Vertex> nodes() {
        return nodes;
    }

    /** The node of that name. */
    public Optional<Vertex> node(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The names of all calls, for people. */
    public String callNames() {
        return nodes.stream()
                .filter(node -> node.kind() == Kind.CALL)
                .map(Vertex::id)
                .collect(Collectors.joining(", "));
    }

    /** The nodes of one scope: of a fan-out's body, of both sides of a conditional, or of the whole for an empty name. */
    public List<Vertex> in(String scope) {
        return nodes.stream().filter(node -> node.in().equals(scope)).toList();
    }

    /** The nodes whose results a node takes. */
    public List<Edge> needs(String id) {
        return edges.stream()
                .filter(edge -> edge.to().equals(id) && edge.carries())
                .toList();
    }

    /** The call whose result is the list that a fan-out walks, or the condition that a conditional asks. */
    public String inspected(String id) {
        return Optional.ofNullable(inspected.get(id))
                .orElseThrow(() -> new IllegalStateException("Nothing says what `" + id + "` goes by."));
    }

    /** The fan-outs that a node is in, outermost first: there is one index for each in the paths of its actions. */
    public List<String> fanOuts(String id) {
        return Objects.requireNonNull(around.get(id), () -> "There is no node `" + id + "`.");
    }

    /** How many fan-outs a node is in. */
    public int depth(String id) {
        return fanOuts(id).size();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RunGraph graph
                && graph.nodes.equals(nodes)
                && graph.edges.equals(edges)
                && graph.output.equals(output);
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
