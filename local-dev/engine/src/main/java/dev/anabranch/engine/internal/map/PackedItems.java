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
import dev.anabranch.engine.internal.value.CompactNodes;
import java.io.IOException;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Items with many values as JSON text, because a small value takes some twenty times more memory as a node. Made for
 * reading in order: parses a block of items when the first of them is read, and keeps only the nodes of the latest
 * block.
 */
public final class PackedItems extends AbstractList<JsonNode> {

    /** The number of values in all items from which packing saves memory that matters. */
    static final int LEAST = 10_000;

    /** The number of values that end a block. */
    private static final int BLOCK = 500;

    // Non-ASCII characters are escaped, because UTF-8 cannot represent a surrogate without its partner.
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
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
                    .build())
            .nodeFactory(CompactNodes.INSTANCE)
            .build();

    private final List<byte[]> blocks = new ArrayList<>();

    /** The index of the first item of each block, and the number of items. */
    private final int[] starts;

    private int latest = -1;
    private @Nullable JsonNode nodes;

    private PackedItems(List<JsonNode> items) throws JsonProcessingException {
        IntStream.Builder firsts = IntStream.builder().add(0);
        ArrayNode block = JsonNodeFactory.instance.arrayNode();
        int values = 0;
        for (int i = 0; i < items.size(); i++) {
            block.add(items.get(i));
            values += values(items.get(i), BLOCK);
            if (values >= BLOCK || i == items.size() - 1) {
                blocks.add(MAPPER.writeValueAsBytes(block));
                firsts.add(i + 1);
                block = JsonNodeFactory.instance.arrayNode();
                values = 0;
            }
        }
        this.starts = firsts.build().toArray();
    }

    /** Returns the same items; packed ones if they have many values. */
    public static List<JsonNode> of(List<JsonNode> items) {
        int values = 0;
        for (JsonNode item : items) {
            values += values(item, LEAST - values);
            if (values >= LEAST) {
                return packed(items);
            }
        }
        return items;
    }

    private static List<JsonNode> packed(List<JsonNode> items) {
        try {
            return new PackedItems(items);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("Items could not be written.", impossible);
        }
    }

    /** Returns the number of values in a value, with itself. Stops counting at the limit. */
    private static int values(JsonNode value, int limit) {
        int values = 1;
        for (JsonNode inner : value) {
            if (values >= limit) {
                break;
            }
            values += values(inner, limit - values);
        }
        return values;
    }

    @Override
    public JsonNode get(int index) {
        Objects.checkIndex(index, size());
        int found = Arrays.binarySearch(starts, index);
        int block = found >= 0 ? found : -found - 2;
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
        return known.get(index - starts[block]);
    }

    @Override
    public int size() {
        return starts[starts.length - 1];
    }
}
