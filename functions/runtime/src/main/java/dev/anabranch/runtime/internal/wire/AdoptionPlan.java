package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a rerun adopts from an earlier run: the results of all actions that have one there, but for those that this names. Worked out when
 * the rerun starts, kept in the payload store and read once by each function's container.
 *
 * @param source the run that results are adopted from
 * @param computed by node: the actions that are computed whatever the earlier run has. Each path stands for itself and for all below it,
 *     so an empty one is all of the node
 * @param afresh those of them for which the cache does not count either: somebody asked for them by name
 */
public record AdoptionPlan(String source, Map<String, PathSet> computed, Map<String, PathSet> afresh) {

    /** Copies the maps. */
    public AdoptionPlan {
        computed = Collections.unmodifiableMap(new HashMap<>(computed));
        afresh = Collections.unmodifiableMap(new HashMap<>(afresh));
    }

    /** True where the result of an action is the earlier run's, should it have one. */
    public boolean adopts(String node, List<Long> path) {
        return !contains(computed, node, path);
    }

    /** True where an action is to run although the cache may know its result. */
    public boolean isAfresh(String node, List<Long> path) {
        return contains(afresh, node, path);
    }

    private static boolean contains(Map<String, PathSet> all, String node, List<Long> path) {
        PathSet paths = all.get(node);
        return paths != null && paths.contains(path);
    }

    /**
     * Reads the JSON form.
     *
     * @throws MalformedInvocation when a field is missing or wrong
     */
    public static AdoptionPlan parse(JsonNode json) {
        return new AdoptionPlan(
                WireJson.text(json, "source"), paths(json.path("computed")), paths(json.path("afresh")));
    }

    private static Map<String, PathSet> paths(JsonNode json) {
        Map<String, PathSet> all = new HashMap<>();
        json.properties().forEach(entry -> {
            PathSet paths = new PathSet();
            entry.getValue().forEach(range -> add(range, paths));
            all.put(entry.getKey(), paths);
        });
        return all;
    }

    private static void add(JsonNode range, PathSet into) {
        List<Long> parents = Invocation.path(range.path("in"));
        if (!range.has("first")) {
            into.add(parents);
            return;
        }
        long last = WireJson.number(range, "last");
        into.addRange(parents, WireJson.number(range, "first"), last);
    }

    /** The JSON form: {@code {"source": .., "computed": {node: [{"in": "3", "first": 17, "last": 20}, ..]}, "afresh": ..}}. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("source", source);
        json.set("computed", toJson(computed));
        json.set("afresh", toJson(afresh));
        return json;
    }

    private static ObjectNode toJson(Map<String, PathSet> all) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<String> nodes = new ArrayList<>(all.keySet());
        Collections.sort(nodes);
        for (String node : nodes) {
            ArrayNode ranges = json.putArray(node);
            PathSet paths = all.get(node);
            if (paths != null) {
                paths.forEachRange((parents, first, last) -> {
                    ObjectNode range = ranges.addObject().put("in", Invocation.joined(parents));
                    if (first >= 0) {
                        range.put("first", first).put("last", last);
                    }
                });
            }
        }
        return json;
    }
}
