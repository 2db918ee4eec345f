package dev.anabranch.runtime.internal.fanin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.codec.ElementSource;
import dev.anabranch.runtime.internal.codec.JsonKind;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.Wire;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The elements of a list or map, read from its wire form page by page: documents as streams, results block by block.
 * Memory is bounded for any number of elements.
 */
final class WireElements extends ElementSource {

    private final WireReader reader;
    private final PayloadStore payloads;
    private final String runId;
    private final Wire wire;
    private final Set<JsonParser> open = ConcurrentHashMap.newKeySet();

    WireElements(WireReader reader, PayloadStore payloads, String runId, Wire wire) {
        this.reader = reader;
        this.payloads = payloads;
        this.runId = runId;
        this.wire = part(wire);
    }

    /** Returns the part of a record that a field selects, so that it is read lazily too. */
    private static Wire part(Wire wire) {
        if (wire instanceof Wire.Field field && part(field.of()) instanceof Wire.Composite composite) {
            Wire selected = composite.fields().get(field.name());
            return selected == null ? new Wire.Value(NullNode.instance) : part(selected);
        }
        return wire;
    }

    @Override
    public Iterator<JsonNode> elements(String what) {
        if (wire instanceof Wire.Results results) {
            return reader.results(runId, results);
        }
        if (wire instanceof Wire.Items items) {
            return reader.values(runId, items.items().iterator());
        }
        if (wire instanceof Wire.Sequence sequence) {
            return reader.values(runId, sequence.elements().iterator());
        }
        JsonParser parser = opened(wire);
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            throw mismatch(what, JsonKind.of(parser.currentToken()), "a list");
        }
        Iterator<JsonNode> parsed = new Elements(parser);
        return wire instanceof Wire.ItemsRef ? reader.values(runId, new Wires(parsed)) : parsed;
    }

    @Override
    public Iterator<Map.Entry<String, JsonNode>> entries(String what) {
        JsonParser parser = opened(wire);
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            throw mismatch(what, JsonKind.of(parser.currentToken()), "a map");
        }
        return new Entries(parser);
    }

    @Override
    public void close() {
        open.forEach(this::close);
    }

    private void close(JsonParser parser) {
        try {
            open.remove(parser);
            parser.close();
        } catch (IOException e) {
            throw new StoreException("A document could not be closed.", e);
        }
    }

    /** Returns a parser at the first token of a value. */
    private JsonParser opened(Wire of) {
        try {
            if (of instanceof Wire.Field field && !(part(of) instanceof Wire.Value)) {
                return inside(opened(field.of()), field.name());
            }
            JsonParser parser = parser(of);
            open.add(parser);
            parser.nextToken();
            return parser;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private JsonParser parser(Wire of) throws IOException {
        if (of instanceof Wire.Ref ref) {
            return TaskJson.tree().createParser(payloads.open(ref.key()));
        }
        if (of instanceof Wire.ItemsRef items) {
            return TaskJson.tree().createParser(payloads.open(items.key()));
        }
        if (of instanceof Wire.Recorded recorded) {
            StoredResult stored = reader.recorded(runId, recorded);
            return stored instanceof StoredResult.Inline inline
                    ? TaskJson.tree().createParser(inline.json())
                    : TaskJson.tree().createParser(payloads.open(stored));
        }
        return TaskJson.tree().treeAsTokens(reader.whole(runId, of));
    }

    /** Moves a parser to a field of the object that it is at; returns a parser of null if the field is missing. */
    private JsonParser inside(JsonParser parser, String name) throws IOException {
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            throw WireReader.notAnObject(name);
        }
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            if (field.equals(name)) {
                return parser;
            }
            parser.skipChildren();
        }
        close(parser);
        return opened(new Wire.Value(NullNode.instance));
    }

    private static RuntimeException failure(IOException e) {
        return e instanceof JsonProcessingException
                ? new UnreadableInput("A list or map of the input is not JSON.")
                : new StoreException("A list or map of the input could not be read completely.", e);
    }

    /** Reads the parts of a list or map. Closes the parser after the last one. */
    private abstract class Parts<T> implements Iterator<T> {
        final JsonParser parser;
        private final JsonToken end;
        private boolean atNext;

        Parts(JsonParser parser, JsonToken end) {
            this.parser = parser;
            this.end = end;
        }

        /** Reads the part that the parser is at. */
        abstract T read() throws IOException;

        @Override
        public final boolean hasNext() {
            try {
                if (!atNext && !parser.isClosed()) {
                    atNext = true;
                    if (parser.nextToken() == end) {
                        close(parser);
                    }
                }
                return !parser.isClosed();
            } catch (IOException e) {
                throw failure(e);
            }
        }

        @Override
        public final T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("All elements have been read.");
            }
            try {
                atNext = false;
                return read();
            } catch (IOException e) {
                throw failure(e);
            }
        }
    }

    private final class Elements extends Parts<JsonNode> {
        Elements(JsonParser parser) {
            super(parser, JsonToken.END_ARRAY);
        }

        @Override
        JsonNode read() throws IOException {
            return TaskJson.part().readTree(parser);
        }
    }

    private final class Entries extends Parts<Map.Entry<String, JsonNode>> {
        Entries(JsonParser parser) {
            super(parser, JsonToken.END_OBJECT);
        }

        @Override
        Map.Entry<String, JsonNode> read() throws IOException {
            String key = parser.currentName();
            parser.nextToken();
            return Map.entry(key, TaskJson.part().readTree(parser));
        }
    }

    /** Parses the items of a list in the payload store, which are wires. */
    private record Wires(Iterator<JsonNode> items) implements Iterator<Wire> {
        @Override
        public boolean hasNext() {
            return items.hasNext();
        }

        @Override
        public Wire next() {
            return Wire.parse(items.next());
        }
    }
}
