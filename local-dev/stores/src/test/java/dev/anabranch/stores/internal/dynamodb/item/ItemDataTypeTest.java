package dev.anabranch.stores.internal.dynamodb.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class ItemDataTypeTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "\u0000", "\u007f", "\u0080", "é", "€", "😀", "ab", "pk", "éa"})
    void namesAndTextsAreReadAsTheyWereWritten(String text) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        attributes.put("before", AttributeValue.fromN("7"));
        attributes.put(text, AttributeValue.fromS(text));
        attributes.put("after", AttributeValue.fromS("end"));
        Item item = Item.of(attributes);

        ByteBuffer array = written(item);
        Item fromArray = ItemDataType.INSTANCE.read(array);
        ByteBuffer direct = ByteBuffer.allocateDirect(array.limit());
        direct.put(array.array(), array.arrayOffset(), array.limit()).flip();
        Item fromDirect = ItemDataType.INSTANCE.read(direct);

        assertThat(fromArray.attributes()).isEqualTo(attributes);
        assertThat(fromDirect.attributes()).isEqualTo(attributes);
        assertThat(array.hasRemaining()).isFalse();
        assertThat(direct.hasRemaining()).isFalse();
    }

    @Test
    void itemsAreReadFromAPartOfAnArray() {
        Item item = Item.of(Map.of("s", AttributeValue.fromS("RUNNING")));
        ByteBuffer whole = written(item);
        ByteBuffer larger = ByteBuffer.allocate(whole.limit() + 5);
        larger.position(5);
        ByteBuffer part = larger.slice();
        part.put(whole).flip();

        assertThat(ItemDataType.INSTANCE.read(part).attributes()).isEqualTo(item.attributes());
    }

    private static ByteBuffer written(Item item) {
        WriteBuffer buffer = new WriteBuffer();
        ItemDataType.INSTANCE.write(buffer, item);
        ByteBuffer written = buffer.getBuffer();
        written.flip();
        return written;
    }
}
