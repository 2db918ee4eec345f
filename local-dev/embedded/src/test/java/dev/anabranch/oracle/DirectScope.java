package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The values of a scope during its evaluation: the root, one item of a fan-out, or one branch of a conditional. */
final class DirectScope {

    private final @Nullable DirectScope parent;
    private final String fanOut;
    private final JsonNode item;
    private final List<Long> path;
    private final List<String> labels;
    private final Map<String, Supplier<JsonNode>> values = new HashMap<>();
    private final Map<String, List<DirectScope>> items = new HashMap<>();
    private final Set<String> unfinished = new HashSet<>();
    private final List<DirectFailure> failures = new ArrayList<>();

    private DirectScope(
            @Nullable DirectScope parent, String fanOut, JsonNode item, List<Long> path, List<String> labels) {
        this.parent = parent;
        this.fanOut = fanOut;
        this.item = item;
        this.path = path;
        this.labels = labels;
    }

    static DirectScope root() {
        return new DirectScope(null, "", NullNode.instance, List.of(), List.of());
    }

    /** Creates the body of a fan-out for one of its items. */
    DirectScope item(String ofFanOut, JsonNode value, long index, Optional<String> label) {
        List<Long> inner = new ArrayList<>(path);
        inner.add(index);
        List<String> innerLabels = new ArrayList<>(labels);
        innerLabels.add(label.orElse(""));
        return new DirectScope(this, ofFanOut, value, List.copyOf(inner), List.copyOf(innerLabels));
    }

    /** Creates one branch of a conditional. */
    DirectScope side() {
        return new DirectScope(this, "", NullNode.instance, path, labels);
    }

    List<Long> path() {
        return path;
    }

    /** Returns the labels of the items around this scope. */
    ItemLabels labels() {
        return new ItemLabels(labels);
    }

    /** Returns the failures because of which nodes of this scope did not complete. */
    List<DirectFailure> failures() {
        return failures;
    }

    void hold(String node, Supplier<JsonNode> value) {
        values.put(node, value);
    }

    /** Holds the items of a fan-out, whose list grows while they are evaluated. */
    void holdItems(String node, List<DirectScope> scopes) {
        items.put(node, scopes);
    }

    /** Records that a node has failed, or cannot start because another node has failed. */
    void miss(String node, List<DirectFailure> why) {
        unfinished.add(node);
        failures.addAll(why);
    }

    /** Returns whether a node of this or an enclosing scope has returned. */
    boolean finished(String node) {
        return !unfinished.contains(node) && (parent == null || parent.finished(node));
    }

    /** Returns the result of a node of this or an enclosing scope. */
    JsonNode value(String node) {
        Supplier<JsonNode> value = values.get(node);
        return value != null ? value.get() : enclosing(node).value(node);
    }

    /** Returns the items of a fan-out of this or an enclosing scope. */
    List<DirectScope> items(String node) {
        List<DirectScope> found = items.get(node);
        return found != null ? found : enclosing(node).items(node);
    }

    /** Returns the item for which the body of that fan-out is evaluated. */
    JsonNode item(String ofFanOut) {
        return fanOut.equals(ofFanOut) ? item : enclosing(ofFanOut).item(ofFanOut);
    }

    /** Returns the index of that item. */
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
