package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Selects document paths of an item and keeps the item's nesting. */
public final class Projection {

    /** A node of the tree of selected paths. A leaf selects the whole value at its path. */
    private static final class Node {
        private final Map<String, Node> names = new LinkedHashMap<>();
        private final TreeMap<Integer, Node> positions = new TreeMap<>();

        boolean isWhole() {
            return names.isEmpty() && positions.isEmpty();
        }
    }

    private final Node root = new Node();

    public Projection(List<DocumentPath> paths, Bindings bindings) {
        for (DocumentPath path : paths) {
            Node node = root;
            for (DocumentPath.Step step : path.steps()) {
                node = step instanceof DocumentPath.Name name
                        ? node.names.computeIfAbsent(bindings.name(name), n -> new Node())
                        : node.positions.computeIfAbsent(((DocumentPath.Index) step).position(), n -> new Node());
            }
        }
    }

    /** Returns the names of the top-level attributes of all paths. */
    public Iterable<String> topNames() {
        return root.names.keySet();
    }

    public Map<String, AttributeValue> of(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> some = new LinkedHashMap<>();
        for (Map.Entry<String, Node> selected : root.names.entrySet()) {
            AttributeValue part = part(attributes.get(selected.getKey()), selected.getValue());
            if (part != null) {
                some.put(selected.getKey(), part);
            }
        }
        return some;
    }

    private @Nullable AttributeValue part(@Nullable AttributeValue value, Node node) {
        if (value == null || node.isWhole()) {
            return value;
        }
        if (value.hasM()) {
            return partOfMap(value.m(), node);
        }
        return value.hasL() ? partOfList(value.l(), node) : null;
    }

    private @Nullable AttributeValue partOfMap(Map<String, AttributeValue> map, Node node) {
        Map<String, AttributeValue> some = new LinkedHashMap<>();
        node.names.forEach((name, below) -> {
            AttributeValue part = part(map.get(name), below);
            if (part != null) {
                some.put(name, part);
            }
        });
        return some.isEmpty() ? null : AttributeValue.fromM(some);
    }

    private @Nullable AttributeValue partOfList(List<AttributeValue> list, Node node) {
        List<AttributeValue> some = new ArrayList<>();
        node.positions.forEach((position, below) -> {
            AttributeValue part = position < list.size() ? part(list.get(position), below) : null;
            if (part != null) {
                some.add(part);
            }
        });
        return some.isEmpty() ? null : AttributeValue.fromL(some);
    }
}
