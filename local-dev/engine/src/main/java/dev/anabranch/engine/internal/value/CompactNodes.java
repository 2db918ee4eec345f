package dev.anabranch.engine.internal.value;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Creates objects that take less memory than those of {@link JsonNodeFactory#instance}. An execution copies small
 * objects at each state, and a Map Run keeps thousands of them.
 */
public final class CompactNodes extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    /** The factory. */
    public static final CompactNodes INSTANCE = new CompactNodes();

    private CompactNodes() {}

    /** Returns a mapper that reads and creates such objects. */
    public static JsonMapper mapper() {
        return JsonMapper.builder().nodeFactory(INSTANCE).build();
    }

    @Override
    public ObjectNode objectNode() {
        return new ObjectNode(this, new FieldMap());
    }

    private Object readResolve() {
        return INSTANCE;
    }
}
