package dev.anabranch.engine.internal.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class JsonSizeTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void sizeIsLengthOfUtf8Text() {
        long seed = 20_301_201L;
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            JsonNode value = value(random, 4);
            assertThat(JsonSize.of(value))
                    .as("seed %d, value %d: %s", seed, i, value)
                    .isEqualTo(value.toString().getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void sizeEqualToLimitDoesNotExceedIt() {
        assertThat(JsonSize.exceeds(JSON.textNode("ab"), 4)).isFalse();
        assertThat(JsonSize.exceeds(JSON.textNode("abc"), 4)).isTrue();
    }

    private static JsonNode value(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 7 : 5);
        return switch (kind) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 -> JSON.numberNode(random.nextLong() >> random.nextInt(64));
            case 3 -> JSON.numberNode(random.nextDouble() * 1e20);
            case 4 -> JSON.textNode(text(random));
            case 5 -> {
                ArrayNode array = JSON.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(value(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = JSON.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), value(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int[] ranges = {0x20, 0x80, 0x800, 0xD000, 0x1F000};
            int codePoint = random.nextInt(ranges[random.nextInt(ranges.length)]);
            // An unpaired surrogate is not a valid character.
            text.appendCodePoint(codePoint >= 0xD800 && codePoint <= 0xDFFF ? 'x' : codePoint);
        }
        return text.toString();
    }
}
