package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known while a scope is evaluated: the root, one item of a fan-out, or one side of a conditional. */
final class DirectScope {

    private final @Nullable DirectScope parent;
    private final String fanOut;
    private final JsonNode item;
    private final List<Long> path;
    private final Map<String, Supplier<JsonNode>> values = new HashMap<>();
    private final Map<String, List<DirectScope>> items = new HashMap<>();
    private final Set<String> unfinished = new HashSet<>();
    private final List<DirectFailure> failures = new ArrayList<>();

    private DirectScope(@Nullable DirectScope parent, String fanOut, JsonNode item, List<Long> path) {
        this.parent = parent;
        this.fanOut = fanOut;
        this.item = item;
        this.path = path;
    }

    static DirectScope root() {
        return new DirectScope(null, "", NullNode.instance, List.of());
    }

    /** The body of a fan-out for one of its items. */
    DirectScope item(String ofFanOut, JsonNode value, long index) {
        List<Long> inner = new ArrayList<>(path);
        inner.add(index);
        return new DirectScope(this, ofFanOut, value, List.copyOf(inner));
    }

    /** One side of a conditional. */
    DirectScope side() {
        return new DirectScope(this, "", NullNode.instance, path);
    }

    List<Long> path() {
        return path;
    }

    /** Why nodes of this scope could not finish. */
    List<DirectFailure> failures() {
        return failures;
    }

    void hold(String node, Supplier<JsonNode> value) {
        values.put(node, value);
    }

    void holdItems(String node, List<DirectScope> scopes) {
        items.put(node, List.copyOf(scopes));
    }

    /** Notes that a node has failed, or cannot begin because another has. */
    void miss(String node, List<DirectFailure> why) {
        unfinished.add(node);
        failures.addAll(why);
    }

    /** True where a node of this or an enclosing scope has returned. */
    boolean finished(String node) {
        return !unfinished.contains(node) && (parent == null || parent.finished(node));
    }

    /** What a node of this or an enclosing scope returned. */
    JsonNode value(String node) {
        Supplier<JsonNode> value = values.get(node);
        return value != null ? value.get() : enclosing(node).value(node);
    }

    /** True where that node has returned in this very scope. */
    boolean holds(String node) {
        return values.containsKey(node);
    }

    /** The items of a fan-out of this or an enclosing scope. */
    List<DirectScope> items(String node) {
        List<DirectScope> found = items.get(node);
        return found != null ? found : enclosing(node).items(node);
    }

    /** The item that the body of that fan-out is evaluated for. */
    JsonNode item(String ofFanOut) {
        return fanOut.equals(ofFanOut) ? item : enclosing(ofFanOut).item(ofFanOut);
    }

    /** The index of that item. */
    long index(String ofFanOut) {
        return fanOut.equals(ofFanOut)
                ? path.get(path.size() - 1)
                : enclosing(ofFanOut).index(ofFanOut);
    }

    private DirectScope enclosing(String wanted) {
        if (parent == null) {
            throw new IllegalStateException("`" + wanted + "` is not known here, although the checks have passed.");
        }
        return parent;
    }
}
