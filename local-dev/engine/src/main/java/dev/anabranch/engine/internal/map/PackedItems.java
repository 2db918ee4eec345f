package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many items as JSON text, because a small item takes some twenty times more memory as nodes. Made for reading in
 * order: parses a block of items when the first of them is read, and keeps only the nodes of the latest block.
 */
public final class PackedItems extends AbstractList<JsonNode> {

    /** The number of items from which packing saves memory that matters. */
    static final int LEAST = 10_000;

    private static final int BLOCK = 500;

    // Non-ASCII characters are escaped, because UTF-8 cannot represent a surrogate without its partner.
    private static final JsonMapper MAPPER = new JsonMapper(JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build());

    private final List<byte[]> blocks = new ArrayList<>();
    private final int size;
    private int latest = -1;
    private @Nullable JsonNode nodes;

    private PackedItems(List<JsonNode> items) throws JsonProcessingException {
        this.size = items.size();
        for (int from = 0; from < size; from += BLOCK) {
            ArrayNode block = JsonNodeFactory.instance.arrayNode(BLOCK);
            items.subList(from, Math.min(size, from + BLOCK)).forEach(block::add);
            blocks.add(MAPPER.writeValueAsBytes(block));
        }
    }

    /** Returns the same items; packed ones if they are many. */
    public static List<JsonNode> of(List<JsonNode> items) {
        if (items.size() < LEAST) {
            return items;
        }
        try {
            return new PackedItems(items);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Items could not be written.", impossible);
        }
    }

    @Override
    public JsonNode get(int index) {
        int block = index / BLOCK;
        JsonNode known = nodes;
        if (known == null || block != latest) {
            try {
                known = MAPPER.readTree(blocks.get(block));
            } catch (IOException impossible) {
                throw new IllegalStateException("Items could not be read.", impossible);
            }
            nodes = known;
            latest = block;
        }
        return known.get(index % BLOCK);
    }

    @Override
    public int size() {
        return size;
    }
}
