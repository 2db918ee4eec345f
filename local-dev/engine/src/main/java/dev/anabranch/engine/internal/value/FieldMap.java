package dev.anabranch.engine.internal.value;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object in the order in which they were added. Most objects have few fields, for which an array
 * takes a fifth of the memory of a hash table; larger ones are stored in a {@link LinkedHashMap}. Neither names nor
 * values may be null. Not thread-safe while it is changed.
 */
final class FieldMap extends AbstractMap<String, JsonNode> {

    /** The number of fields up to which comparing all names is as fast as a hash table. */
    static final int MOST = 8;

    private static final Object[] NONE = {};

    /** A part of a field. The three parts are constants, because each iteration would create a function otherwise. */
    private interface Part<T> {
        T of(FieldMap map, int index);
    }

    private static final Part<String> NAME = FieldMap::name;
    private static final Part<JsonNode> VALUE = FieldMap::value;
    private static final Part<Map.Entry<String, JsonNode>> FIELD = FieldMap::field;

    /** Names and values in turn. */
    private Object[] fields = NONE;

    private int size;
    private @Nullable Map<String, JsonNode> many;

    private int indexOf(@Nullable Object name) {
        int end = 2 * size;
        for (int i = 0; i < end; i += 2) {
            if (fields[i] == name) { // Most names are constants or interned.
                return i;
            }
        }
        if (name instanceof String text) {
            for (int i = 0; i < end; i += 2) {
                if (text.equals(fields[i])) {
                    return i;
                }
            }
        }
        return -1;
    }

    private String name(int index) {
        return (String) fields[index];
    }

    private JsonNode value(int index) {
        return (JsonNode) fields[index + 1];
    }

    private Map.Entry<String, JsonNode> field(int index) {
        return new Field(index);
    }

    @Override
    public @Nullable JsonNode get(@Nullable Object name) {
        if (many != null) {
            return many.get(name);
        }
        int index = indexOf(name);
        return index < 0 ? null : value(index);
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return many == null ? indexOf(name) >= 0 : many.containsKey(name);
    }

    @Override
    public @Nullable JsonNode put(String name, JsonNode value) {
        if (many != null) {
            return many.put(name, value);
        }
        int index = indexOf(name);
        if (index >= 0) {
            JsonNode before = value(index);
            fields[index + 1] = value;
            return before;
        }
        if (size == MOST) {
            Map<String, JsonNode> all = new LinkedHashMap<>(4 * MOST);
            forEach(all::put);
            all.put(name, value);
            many = all;
            fields = NONE;
            size = 0;
            return null;
        }
        int end = 2 * size;
        if (end == fields.length) {
            fields = Arrays.copyOf(fields, end == 0 ? 4 : 2 * end);
        }
        fields[end] = name;
        fields[end + 1] = value;
        size++;
        return null;
    }

    @Override
    public @Nullable JsonNode remove(@Nullable Object name) {
        if (many != null) {
            return many.remove(name);
        }
        int index = indexOf(name);
        if (index < 0) {
            return null;
        }
        JsonNode before = value(index);
        removeAt(index);
        return before;
    }

    private void removeAt(int index) {
        int end = 2 * size;
        System.arraycopy(fields, index + 2, fields, index, end - index - 2);
        Arrays.fill(fields, end - 2, end, null);
        size--;
    }

    @Override
    public void clear() {
        many = null;
        fields = NONE;
        size = 0;
    }

    @Override
    public int size() {
        return many == null ? size : many.size();
    }

    @Override
    public boolean isEmpty() {
        return size() == 0;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super JsonNode> action) {
        if (many != null) {
            many.forEach(action);
            return;
        }
        int count = size;
        for (int i = 0; i < 2 * count; i += 2) {
            action.accept(name(i), value(i));
        }
        if (count != size) {
            throw new ConcurrentModificationException();
        }
    }

    @Override
    public Set<Map.Entry<String, JsonNode>> entrySet() {
        return many == null ? new View<>(FIELD) : many.entrySet();
    }

    @Override
    public Set<String> keySet() {
        return many == null ? new View<>(NAME) : many.keySet();
    }

    @Override
    public Collection<JsonNode> values() {
        if (many != null) {
            return many.values();
        }
        return new AbstractCollection<>() {
            @Override
            public Iterator<JsonNode> iterator() {
                return new Fields<>(VALUE);
            }

            @Override
            public int size() {
                return FieldMap.this.size();
            }
        };
    }

    /** The names or the entries. A view of few fields must not be used after more have been added. */
    private final class View<T> extends AbstractSet<T> {
        private final Part<T> part;

        View(Part<T> part) {
            this.part = part;
        }

        @Override
        public Iterator<T> iterator() {
            return new Fields<>(part);
        }

        @Override
        public int size() {
            return FieldMap.this.size();
        }
    }

    private final class Fields<T> implements Iterator<T> {
        private final Part<T> part;
        private int next;
        private int expected = size;
        private boolean removable;

        Fields(Part<T> part) {
            this.part = part;
            refuseChanges();
        }

        private void refuseChanges() {
            if (expected != size || many != null) {
                throw new ConcurrentModificationException();
            }
        }

        @Override
        public boolean hasNext() {
            return next < 2 * size;
        }

        @Override
        public T next() {
            refuseChanges();
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            T found = part.of(FieldMap.this, next);
            next += 2;
            removable = true;
            return found;
        }

        @Override
        public void remove() {
            if (!removable) {
                throw new IllegalStateException("There is no field to remove: next() has not been called.");
            }
            refuseChanges();
            next -= 2;
            removeAt(next);
            expected--;
            removable = false;
        }
    }

    /** A field whose value can be replaced. */
    private final class Field extends SimpleEntry<String, JsonNode> {
        private static final long serialVersionUID = 1L;

        Field(int index) {
            super(name(index), value(index));
        }

        @Override
        public JsonNode setValue(JsonNode value) {
            put(getKey(), value);
            return super.setValue(value);
        }
    }
}
