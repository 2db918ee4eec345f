package dev.anabranch.engine.internal.query.jsonata;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.AbstractList;
import java.util.RandomAccess;

/** A JSON array as a read-only list for the JSONata library. Elements are converted lazily. */
final class ArrayView extends AbstractList<Object> implements RandomAccess {

    private final ArrayNode node;

    ArrayView(ArrayNode node) {
        this.node = node;
    }

    ArrayNode node() {
        return node;
    }

    @Override
    public Object get(int index) {
        JsonNode element = node.get(index);
        if (element == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return JsonataValues.toLibrary(element);
    }

    @Override
    public int size() {
        return node.size();
    }
}
