package dev.anabranch.runtime.internal.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.runtime.internal.codec.ElementSource;
import dev.anabranch.runtime.internal.codec.JsonKind;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a list from other lists: the task of {@code flow.zip}, {@code product}, {@code flatten}, {@code entries},
 * {@code range}, {@code chunks} and {@code filter}. It reads its inputs and writes its output element by element, so
 * its memory is bounded for any number of elements.
 */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 300)
public final class ListFunction implements Task<ListFunction.Input, Iterable<JsonNode>> {

    /** The maximum length of a range. */
    public static final int MAX_RANGE = 1_000_000;

    /**
     * The maximum number of characters of JSON of the second list of a product that is kept in memory. A longer list is
     * read again for each element of the first list.
     */
    private static final int KEPT_CHARS = 4 * 1024 * 1024;

    /** Creates the task. Lambda calls it. */
    public ListFunction() {}

    /** What the function computes. */
    public enum Operation {
        /** The pairs of the elements of two lists with the same index. */
        ZIP,
        /** The pairs of each element of the first list and each element of the second. */
        PRODUCT,
        /** The elements of the lists in a list. */
        FLATTEN,
        /** The keys and values of a map. */
        ENTRIES,
        /** The numbers from 0. */
        RANGE,
        /** Lists of consecutive elements. */
        CHUNKS,
        /** The elements with a boolean field that is true. */
        FILTER;

        /** Returns the name in the authoring API. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The inputs of an operation.
     *
     * @param list the list, or the map of {@code ENTRIES}; null for {@code RANGE}
     * @param other the second list of {@code ZIP} and {@code PRODUCT}, otherwise null
     * @param names descriptions of the inputs, for messages
     * @param fields the names of the fields of the pairs, or the field of {@code FILTER}
     * @param number the length of {@code RANGE} or the size of {@code CHUNKS}, otherwise null
     */
    public record Input(
            Operation operation,
            @Nullable ElementSource list,
            @Nullable ElementSource other,
            List<String> names,
            List<String> fields,
            @Nullable Long number) {

        private ElementSource first() {
            return list == null ? ElementSource.of(NullNode.instance) : list;
        }

        private ElementSource second() {
            return other == null ? ElementSource.of(NullNode.instance) : other;
        }

        private Iterator<JsonNode> elements() {
            return first().elements(subject(0));
        }

        /** Returns the description of an input, as the subject of a sentence. */
        private String subject(int index) {
            String name = names.get(index);
            return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        }

        private JsonNode pair(JsonNode a, JsonNode b) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .<ObjectNode>set(fields.get(0), a)
                    .set(fields.get(1), b);
        }
    }

    @Override
    public Iterable<JsonNode> run(Input input, TaskContext context) {
        return () -> new Guarded(input, elements(input));
    }

    private static Iterator<JsonNode> elements(Input input) {
        return switch (input.operation()) {
            case ZIP -> new Zip(input);
            case PRODUCT -> new Product(input);
            case FLATTEN -> new Flatten(input);
            case ENTRIES -> new Entries(input);
            case RANGE -> range(input);
            case CHUNKS -> new Chunks(input);
            case FILTER -> new Filter(input);
        };
    }

    private static Iterator<JsonNode> range(Input input) {
        Long length = input.number();
        if (length == null || length < 0 || length > MAX_RANGE) {
            throw new PermanentFailure(String.format(
                    Locale.ROOT,
                    "%s is %s, but the length of a range must be 0 to %,d.",
                    input.subject(0),
                    length,
                    MAX_RANGE));
        }
        return IntStream.range(0, length.intValue())
                .<JsonNode>mapToObj(IntNode::valueOf)
                .iterator();
    }

    private static long count(Iterator<?> rest) {
        long count = 0;
        for (; rest.hasNext(); rest.next()) {
            count++;
        }
        return count;
    }

    /** Closes the inputs if reading them fails. */
    private static final class Guarded implements Iterator<JsonNode> {
        private final Input input;
        private final Iterator<JsonNode> elements;

        Guarded(Input input, Iterator<JsonNode> elements) {
            this.input = input;
            this.elements = elements;
        }

        @Override
        public boolean hasNext() {
            try {
                return elements.hasNext();
            } catch (RuntimeException | Error e) {
                close(e);
                throw e;
            }
        }

        @Override
        public JsonNode next() {
            try {
                return elements.next();
            } catch (RuntimeException | Error e) {
                close(e);
                throw e;
            }
        }

        private void close(Throwable failure) {
            try {
                input.first().close();
                input.second().close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** An iterator that looks for its next element. */
    private abstract static class Search implements Iterator<JsonNode> {
        private @Nullable JsonNode found;

        /** Returns the next element; null if there is none. */
        abstract @Nullable JsonNode search();

        @Override
        public final boolean hasNext() {
            if (found == null) {
                found = search();
            }
            return found != null;
        }

        @Override
        public final JsonNode next() {
            JsonNode element = hasNext() ? found : null;
            if (element == null) {
                throw new NoSuchElementException("All elements have been read.");
            }
            found = null;
            return element;
        }
    }

    private static final class Zip extends Search {
        private final Input input;
        private final Iterator<JsonNode> first;
        private final Iterator<JsonNode> second;
        private long pairs;

        Zip(Input input) {
            this.input = input;
            this.first = input.elements();
            this.second = input.second().elements(input.subject(1));
        }

        @Override
        @Nullable
        JsonNode search() {
            boolean more = first.hasNext();
            if (more != second.hasNext()) {
                long a = pairs + count(first);
                long b = pairs + count(second);
                throw new PermanentFailure(String.format(
                        Locale.ROOT,
                        "`zip` needs two lists of the same length, but the length of %s is %,d and that of %s is %,d.",
                        input.names().get(0),
                        a,
                        input.names().get(1),
                        b));
            }
            pairs++;
            return more ? input.pair(first.next(), second.next()) : null;
        }
    }

    private static final class Product extends Search {
        private final Input input;
        private final Iterator<JsonNode> first;
        /** The second list if it is small, otherwise null. */
        private final @Nullable List<JsonNode> kept;

        private @Nullable JsonNode a;
        private Iterator<JsonNode> second;

        Product(Input input) {
            this.input = input;
            this.first = input.elements();
            this.kept = kept(input.second().elements(input.subject(1)));
            if (kept == null) {
                input.second().close();
            }
            this.second = new ArrayList<JsonNode>().iterator();
        }

        private static @Nullable List<JsonNode> kept(Iterator<JsonNode> elements) {
            List<JsonNode> all = new ArrayList<>();
            long chars = 0;
            while (elements.hasNext()) {
                JsonNode element = elements.next();
                chars += element.toString().length() + 1L;
                if (chars > KEPT_CHARS) {
                    return null;
                }
                all.add(element);
            }
            return all;
        }

        @Override
        @Nullable
        JsonNode search() {
            while (!second.hasNext()) {
                if (!first.hasNext()) {
                    return null;
                }
                a = first.next();
                second = kept != null ? kept.iterator() : input.second().elements(input.subject(1));
            }
            return a == null ? null : input.pair(a, second.next());
        }
    }

    private static final class Flatten extends Search {
        private final Input input;
        private final Iterator<JsonNode> lists;
        private Iterator<JsonNode> current = new ArrayList<JsonNode>().iterator();
        private long index;

        Flatten(Input input) {
            this.input = input;
            this.lists = input.elements();
        }

        @Override
        @Nullable
        JsonNode search() {
            while (!current.hasNext()) {
                if (!lists.hasNext()) {
                    return null;
                }
                JsonNode list = lists.next();
                if (!list.isArray()) {
                    throw new PermanentFailure(
                            "Element " + index + " of " + input.names().get(0) + " is " + JsonKind.of(list.asToken())
                                    + ", but `flatten` needs a list of lists.");
                }
                index++;
                current = list.elements();
            }
            return current.next();
        }
    }

    private static final class Entries extends Search {
        private final Input input;
        private final Iterator<Map.Entry<String, JsonNode>> entries;

        Entries(Input input) {
            this.input = input;
            this.entries = input.first().entries(input.subject(0));
        }

        @Override
        @Nullable
        JsonNode search() {
            if (!entries.hasNext()) {
                return null;
            }
            Map.Entry<String, JsonNode> entry = entries.next();
            return input.pair(TextNode.valueOf(entry.getKey()), entry.getValue());
        }
    }

    private static final class Chunks extends Search {
        private final Iterator<JsonNode> elements;
        private final long size;

        Chunks(Input input) {
            this.elements = input.elements();
            this.size = input.number() == null ? 1 : input.number();
        }

        @Override
        @Nullable
        JsonNode search() {
            ArrayNode chunk = JsonNodeFactory.instance.arrayNode();
            while (chunk.size() < size && elements.hasNext()) {
                chunk.add(elements.next());
            }
            return chunk.isEmpty() ? null : chunk;
        }
    }

    private static final class Filter extends Search {
        private final Input input;
        private final Iterator<JsonNode> elements;
        private long index;

        Filter(Input input) {
            this.input = input;
            this.elements = input.elements();
        }

        @Override
        @Nullable
        JsonNode search() {
            while (elements.hasNext()) {
                JsonNode element = elements.next();
                String field = input.fields().get(0);
                if (!element.isObject()) {
                    throw new PermanentFailure(
                            "Element " + index + " of " + input.names().get(0) + " is " + JsonKind.of(element.asToken())
                                    + ", so it has no field `" + field + "`.");
                }
                index++;
                if (element.path(field).booleanValue()) {
                    return element;
                }
            }
            return null;
        }
    }
}
