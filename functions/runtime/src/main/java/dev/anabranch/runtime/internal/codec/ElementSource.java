package dev.anabranch.runtime.internal.codec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import dev.anabranch.task.PermanentFailure;
import java.util.Iterator;
import java.util.Map;

/**
 * A list or map in an input that is read element by element. Only Anabranch's own tasks take it. Not safe for use by
 * several threads.
 */
public abstract class ElementSource implements AutoCloseable {

    /** Creates a source. */
    protected ElementSource() {}

    /** Returns the embedded source of an input, or a source that reads a list or map in memory. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ElementSource of(JsonNode json) {
        return json instanceof POJONode pojo && pojo.getPojo() instanceof ElementSource source
                ? source
                : new InMemory(json);
    }

    /**
     * Returns the elements of a list in order. Each call reads from the start.
     *
     * @param what describes the list, as the subject of a sentence
     * @throws PermanentFailure if it is not a list
     */
    public abstract Iterator<JsonNode> elements(String what);

    /**
     * Returns the entries of a map in the map's order.
     *
     * @param what describes the map, as the subject of a sentence
     * @throws PermanentFailure if it is not a map
     */
    public abstract Iterator<Map.Entry<String, JsonNode>> entries(String what);

    /** Closes all streams that are still open. */
    @Override
    public abstract void close();

    /**
     * Creates the failure for a value of another kind.
     *
     * @param kind the kind that it has
     * @param needed the kind that it must have
     */
    protected static PermanentFailure mismatch(String what, String kind, String needed) {
        return new PermanentFailure(what + " is " + kind + ", but must be " + needed + ".");
    }

    private static final class InMemory extends ElementSource {
        private final JsonNode json;

        InMemory(JsonNode json) {
            this.json = json;
        }

        @Override
        public Iterator<JsonNode> elements(String what) {
            if (!json.isArray()) {
                throw mismatch(what, JsonKind.of(json.asToken()), "a list");
            }
            return json.elements();
        }

        @Override
        public Iterator<Map.Entry<String, JsonNode>> entries(String what) {
            if (!json.isObject()) {
                throw mismatch(what, JsonKind.of(json.asToken()), "a map");
            }
            return json.properties().iterator();
        }

        @Override
        public void close() {
            // It has no streams.
        }
    }
}
