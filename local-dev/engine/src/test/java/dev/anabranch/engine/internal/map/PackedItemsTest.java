package dev.anabranch.engine.internal.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedItemsTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Test
    void manyItemsKeepTheirValuesAndTheirOrder() throws Exception {
        List<JsonNode> items = new ArrayList<>();
        for (int i = 0; i < PackedItems.LEAST; i++) {
            items.add(NODES.objectNode().put("v", i));
        }
        for (JsonNode odd : new JsonMapper().readTree("""
                [null, true, "", "\\ud800", "\\udc00x", "\\ud83d\\ude00", "ä\\u0000\\n", -0.0, 0.1, 1.0, 1e300,
                 9223372036854775808, -9223372036854775808, [], {}, {"": [{"a": null}]}]""")) {
            items.add(odd);
        }
        List<JsonNode> packed = PackedItems.of(items);
        assertThat(packed).isInstanceOf(PackedItems.class).hasSameSizeAs(items).isEqualTo(items);
        assertThat(packed.subList(7, 9)).isEqualTo(items.subList(7, 9));
        assertThat(packed.get(3)).isEqualTo(items.get(3));
    }

    @Test
    void itemsAsDeepAsTheParserAllowsArePacked() throws Exception {
        JsonNode deep = new JsonMapper().readTree("[".repeat(1_000) + "]".repeat(1_000));
        List<JsonNode> items = Collections.nCopies(PackedItems.LEAST, deep);
        assertThat(PackedItems.of(items).get(PackedItems.LEAST - 1)).isEqualTo(deep);
    }

    @Test
    void fewItemsWithManyValuesArePackedInBlocks() {
        List<JsonNode> items = new ArrayList<>();
        for (int batch = 0; batch < 45; batch++) {
            ArrayNode values = NODES.arrayNode();
            for (int i = 0; i < (batch % 3) * 250; i++) {
                values.addObject().put("v", batch * i);
            }
            items.add(values);
        }
        List<JsonNode> packed = PackedItems.of(items);
        assertThat(packed).isInstanceOf(PackedItems.class).isEqualTo(items);
        assertThat(packed.get(44)).isEqualTo(items.get(44));
        assertThat(packed.get(0)).isEqualTo(items.get(0));
        assertThatThrownBy(() -> packed.get(45)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void fewItemsAreKeptAsTheyAre() {
        List<JsonNode> items = List.of(NODES.numberNode(1));
        assertThat(PackedItems.of(items)).isSameAs(items);
    }
}
