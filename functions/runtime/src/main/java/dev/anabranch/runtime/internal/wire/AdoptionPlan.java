package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The plan of a rerun: it adopts all results of an earlier run except those of the actions in this plan. It is created
 * when the rerun starts, is stored as a payload, and is read once by each container of a function.
 *
 * @param source the run that results are adopted from
 * @param computed by node: the actions that are computed. A path includes all paths that begin with it, and an empty
 *     path includes all actions of the node
 * @param uncached by node: the computed actions that also ignore the cache, because the request selected them
 * @param repeated the calls that never adopt a result: those before runs of other workflows, each of which decides
 *     whether its node adopts, reruns or starts a run, and the call for failures of the run
 * @param onlyFailed true if results are adopted even if their definition has changed, also in the runs of other workflows
 */
public record AdoptionPlan(
        String source,
        Map<String, PathSet> computed,
        Map<String, PathSet> uncached,
        Set<String> repeated,
        boolean onlyFailed) {

    /** Copies the maps and the set. */
    public AdoptionPlan {
        computed = Collections.unmodifiableMap(new HashMap<>(computed));
        uncached = Collections.unmodifiableMap(new HashMap<>(uncached));
        repeated = Set.copyOf(repeated);
    }

    /** Returns true if the result of an action is adopted, if the earlier run has one. */
    public boolean adopts(String node, List<Long> path) {
        return !repeated.contains(node) && !contains(computed, node, path);
    }

    /** Returns true if an action must run even if the cache has its result. */
    public boolean ignoresCache(String node, List<Long> path) {
        return contains(uncached, node, path);
    }

    private static boolean contains(Map<String, PathSet> all, String node, List<Long> path) {
        PathSet paths = all.get(node);
        return paths != null && paths.contains(path);
    }

    /**
     * Reads the JSON form.
     *
     * @throws MalformedInvocation if a field is missing or invalid
     */
    public static AdoptionPlan parse(JsonNode json) {
        Set<String> repeated = new HashSet<>();
        json.path("repeated").forEach(node -> repeated.add(node.asText()));
        return new AdoptionPlan(
                WireJson.text(json, "source"),
                paths(json.path("computed")),
                paths(json.path("afresh")),
                repeated,
                json.path("onlyFailed").asBoolean(false));
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

    /**
     * Returns the JSON form: {@code {"source": .., "computed": {node: [{"in": "3", "first": 17, "last": 20}, ..]},
     * "afresh": .., "repeated": [node, ..], "onlyFailed": true}}. The last two are absent if empty or false.
     */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("source", source);
        json.set("computed", toJson(computed));
        json.set("afresh", toJson(uncached));
        if (!repeated.isEmpty()) {
            ArrayNode nodes = json.putArray("repeated");
            repeated.stream().sorted().forEach(nodes::add);
        }
        return onlyFailed ? json.put("onlyFailed", true) : json;
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
