package dev.anabranch.runs.internal.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.graph.InputPart;
import dev.anabranch.runs.internal.graph.InputPart.Source;
import dev.anabranch.runs.internal.graph.RunGraph;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The source of a part of one action's input. No record has it: it follows from the run's graph and the action's
 * indexes.
 *
 * @param part the position in the input; empty for the whole input
 * @param source the kind of source
 * @param node the call that returned the list of an item, the fan-out of an index, or the node that returned a result;
 *     empty for the run's input and for constants
 * @param path the indexes of the action that returned the value, or of the fan-out, joined by dots
 * @param index the item of a list, or the index itself; 0 for other sources
 * @param fields the path of field names within the value; empty for the whole value
 * @param initial for the last result of a fold, the sources of its value if the list is empty; empty for other sources
 * @param list for an item of a list that an added call returned, the sources of the parts of that list in the definition;
 *     empty for other items and sources
 * @param value the value of a constant; null for other sources
 */
public record InputLocation(
        String part,
        Source source,
        String node,
        String path,
        long index,
        List<String> fields,
        List<InputLocation> initial,
        List<InputLocation> list,
        @Nullable JsonNode value) {

    /** The field of the input of the call that starts a run which is the input of that run. */
    private static final String SUB_RUN_INPUT = "input";

    /** Copies the lists. */
    public InputLocation {
        fields = List.copyOf(fields);
        initial = List.copyOf(initial);
        list = List.copyOf(list);
    }

    /**
     * Returns the sources of all parts of an action's input, in the order of the parts; empty if the run's graph is too
     * old to have them. The input of an action that starts a run is that of the run, which the added call before it has
     * received.
     *
     * @param path the indexes of the action
     */
    static List<InputLocation> of(RunGraph graph, RunGraph.Vertex node, List<Long> path) {
        List<InputPart> parts = node.kind() != RunGraph.Kind.SUB_RUN
                ? node.input()
                : node.input().stream()
                        .flatMap(started -> graph.node(started.node()).stream())
                        .flatMap(start -> start.input().stream())
                        .flatMap(part -> part.within(SUB_RUN_INPUT).stream())
                        .toList();
        return all(graph, parts, path).toList();
    }

    private static Stream<InputLocation> all(RunGraph graph, List<InputPart> parts, List<Long> path) {
        return parts.stream().flatMap(part -> {
            boolean first = part.source() == Source.PREVIOUS && path.get(graph.depth(part.node()) - 1) == 0;
            return first && !part.initial().isEmpty()
                    ? all(graph, part.initial(), path)
                    : Stream.of(of(graph, part, path));
        });
    }

    private static InputLocation of(RunGraph graph, InputPart part, List<Long> path) {
        String node = part.node();
        return switch (part.source()) {
            case RUN_INPUT -> at(part, part.source(), "", List.of(), 0);
            case RESULT, WHEN, STEPS -> at(part, result(graph, node), node, path.subList(0, graph.depth(node)), 0);
            case RESULTS -> at(part, part.source(), node, path.subList(0, graph.depth(node) - 1), 0);
            case LAST ->
                new InputLocation(
                        part.part(),
                        part.source(),
                        node,
                        RunWalk.joined(path.subList(0, graph.depth(node) - 1)),
                        0,
                        part.fields(),
                        all(graph, part.initial(), path).toList(),
                        List.of(),
                        null);
            case PREVIOUS -> {
                int depth = graph.depth(node);
                long index = path.get(depth - 1);
                yield index == 0
                        ? at(part, Source.INITIAL, node, path.subList(0, depth - 1), 0)
                        : at(part, Source.RESULT, node, RunWalk.path(path.subList(0, depth - 1), index - 1), 0);
            }
            case CONSTANT -> at(part, part.source(), "", List.of(), 0);
            case INITIAL -> throw new IllegalArgumentException("A graph has no source `initial`.");
            case INDEX -> {
                int depth = graph.depth(node);
                yield at(part, part.source(), node, path.subList(0, depth), path.get(depth));
            }
            case ITEM -> {
                String list = graph.inspectedNode(node);
                List<Long> listPath = path.subList(0, graph.depth(list));
                yield new InputLocation(
                        part.part(),
                        part.source(),
                        list,
                        RunWalk.joined(listPath),
                        path.get(graph.depth(node)),
                        part.fields(),
                        List.of(),
                        graph.node(list)
                                .filter(RunGraph.Vertex::added)
                                .map(relay -> of(graph, relay, listPath))
                                .orElse(List.of()),
                        null);
            }
        };
    }

    private static Source result(RunGraph graph, String node) {
        return graph.node(node)
                .map(vertex -> switch (vertex.kind()) {
                    case WHEN -> Source.WHEN;
                    case ATTEMPT, ENSURE -> Source.STEPS;
                    default -> Source.RESULT;
                })
                .orElse(Source.RESULT);
    }

    private static InputLocation at(InputPart part, Source source, String node, List<Long> path, long index) {
        return new InputLocation(
                part.part(),
                source,
                node,
                RunWalk.joined(path),
                index,
                part.fields(),
                List.of(),
                List.of(),
                part.value());
    }

    /**
     * Reads the JSON form.
     *
     * @throws IllegalArgumentException if the kind of source is unknown
     */
    public static InputLocation parse(JsonNode json) {
        List<String> fields = new ArrayList<>();
        json.path("fields").forEach(field -> fields.add(field.asText()));
        List<InputLocation> initial = new ArrayList<>();
        json.path("initial").forEach(place -> initial.add(parse(place)));
        List<InputLocation> list = new ArrayList<>();
        json.path("list").forEach(place -> list.add(parse(place)));
        return new InputLocation(
                json.path("part").asText(),
                Source.of(json.path("from").asText()),
                json.path("node").asText(),
                json.path("path").asText(),
                json.path("index").asLong(),
                fields,
                initial,
                list,
                json.get("value"));
    }

    /** Returns the JSON form. Fields that do not apply are absent. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!part.isEmpty()) {
            json.put("part", part);
        }
        json.put("from", source.code());
        if (source != Source.RUN_INPUT && source != Source.CONSTANT) {
            json.put("node", node).put("path", path);
        }
        if (source == Source.ITEM || source == Source.INDEX) {
            json.put("index", index);
        }
        if (!fields.isEmpty()) {
            fields.forEach(json.putArray("fields")::add);
        }
        if (!initial.isEmpty()) {
            ArrayNode places = json.putArray("initial");
            initial.forEach(place -> places.add(place.toJson()));
        }
        if (!list.isEmpty()) {
            ArrayNode places = json.putArray("list");
            list.forEach(place -> places.add(place.toJson()));
        }
        if (value != null) {
            json.set("value", value);
        }
        return json;
    }

    /** Returns a description for people, such as {@code item 17 of `cut tiles`}. */
    @Override
    public String toString() {
        String whole =
                switch (source) {
                    case RUN_INPUT -> "the run's input";
                    case ITEM -> "item " + index + " of " + listText();
                    case INDEX -> "the index, " + index;
                    case RESULT -> "the result of `" + node + "`" + in(path);
                    case WHEN -> "the value of the conditional `" + node + "`" + in(path);
                    case PREVIOUS -> "the result of `" + node + "` for the item before";
                    case CONSTANT -> "a constant of the definition";
                    case INITIAL -> "the initial value of `" + node + "`" + in(path);
                    case LAST -> "the last result of `" + node + "`" + in(path.isEmpty() ? "" : path + ".*");
                    case STEPS -> "the value of `" + node + "`" + in(path);
                    case RESULTS -> "all results of `" + node + "`" + in(path.isEmpty() ? "" : path + ".*");
                };
        return fields.isEmpty() ? whole : String.join(".", fields) + " of " + whole;
    }

    private String listText() {
        if (list.isEmpty()) {
            return "`" + node + "`" + in(path);
        }
        boolean whole = list.size() == 1 && list.get(0).part().isEmpty();
        return whole ? list.get(0).toString() : "a list of the definition";
    }

    private static String in(String path) {
        return path.isEmpty() ? "" : "[" + path + "]";
    }
}
