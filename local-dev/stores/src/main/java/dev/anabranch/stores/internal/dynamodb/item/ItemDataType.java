package dev.anabranch.stores.internal.dynamodb.item;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The binary format of items in a storage file: a tag byte for the type, then lengths and UTF-8 text. */
public final class ItemDataType extends BasicDataType<Item> {

    public static final ItemDataType INSTANCE = new ItemDataType();

    /** The position of a type is its tag in the file: do not reorder, append only. */
    private static final List<AttributeValue.Type> TAGS = List.of(
            AttributeValue.Type.S,
            AttributeValue.Type.N,
            AttributeValue.Type.B,
            AttributeValue.Type.SS,
            AttributeValue.Type.NS,
            AttributeValue.Type.BS,
            AttributeValue.Type.M,
            AttributeValue.Type.L,
            AttributeValue.Type.NUL,
            AttributeValue.Type.BOOL);

    private static final int OBJECT_BYTES = 200;

    /** Texts of one ASCII character. Most attributes of a record have such a name, and all records share these texts. */
    private static final String[] SHORT =
            IntStream.range(0, 128).mapToObj(Character::toString).toArray(String[]::new);

    private ItemDataType() {}

    @Override
    public int getMemory(Item item) {
        return OBJECT_BYTES + item.size() * 2;
    }

    @Override
    public Item[] createStorage(int size) {
        return new Item[size];
    }

    @Override
    public void write(WriteBuffer to, Item item) {
        to.putVarInt(item.size());
        writeMap(to, item.attributes());
    }

    @Override
    public Item read(ByteBuffer from) {
        int size = DataUtils.readVarInt(from);
        return new Item(readMap(from), size);
    }

    private static void writeMap(WriteBuffer to, Map<String, AttributeValue> attributes) {
        to.putVarInt(attributes.size());
        attributes.forEach((name, value) -> {
            writeText(to, name);
            writeValue(to, value);
        });
    }

    private static Map<String, AttributeValue> readMap(ByteBuffer from) {
        int count = DataUtils.readVarInt(from);
        Map<String, AttributeValue> attributes = new LinkedHashMap<>(count * 2);
        for (int i = 0; i < count; i++) {
            attributes.put(readText(from), readValue(from));
        }
        return attributes;
    }

    private static void writeValue(WriteBuffer to, AttributeValue value) {
        to.put((byte) TAGS.indexOf(value.type()));
        switch (value.type()) {
            case S -> writeText(to, value.s());
            case N -> writeText(to, value.n());
            case B -> writeBytes(to, value.b().asByteArrayUnsafe());
            case SS -> writeList(to, value.ss(), ItemDataType::writeText);
            case NS -> writeList(to, value.ns(), ItemDataType::writeText);
            case BS -> writeList(to, value.bs(), (buffer, b) -> writeBytes(buffer, b.asByteArrayUnsafe()));
            case M -> writeMap(to, value.m());
            case L -> writeList(to, value.l(), ItemDataType::writeValue);
            case BOOL -> to.put((byte) (value.bool() ? 1 : 0));
            default -> {} // NUL has no content besides its tag
        }
    }

    private static AttributeValue readValue(ByteBuffer from) {
        AttributeValue.Type type = TAGS.get(from.get());
        return switch (type) {
            case S -> AttributeValue.fromS(readText(from));
            case N -> AttributeValue.fromN(readText(from));
            case B -> AttributeValue.fromB(SdkBytes.fromByteArrayUnsafe(readBytes(from)));
            case SS -> AttributeValue.fromSs(readList(from, ItemDataType::readText));
            case NS -> AttributeValue.fromNs(readList(from, ItemDataType::readText));
            case BS -> AttributeValue.fromBs(readList(from, f -> SdkBytes.fromByteArrayUnsafe(readBytes(f))));
            case M -> AttributeValue.fromM(readMap(from));
            case L -> AttributeValue.fromL(readList(from, ItemDataType::readValue));
            case BOOL -> AttributeValue.fromBool(from.get() == 1);
            default -> AttributeValue.fromNul(true);
        };
    }

    private interface Writer<T> {
        void write(WriteBuffer to, T value);
    }

    private static <T> void writeList(WriteBuffer to, List<T> values, Writer<T> writer) {
        to.putVarInt(values.size());
        values.forEach(value -> writer.write(to, value));
    }

    private static <T> List<T> readList(ByteBuffer from, Function<ByteBuffer, T> reader) {
        int count = DataUtils.readVarInt(from);
        List<T> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(reader.apply(from));
        }
        return values;
    }

    private static void writeText(WriteBuffer to, String text) {
        if (text.length() == 1 && text.charAt(0) < SHORT.length) {
            to.putVarInt(1).put((byte) text.charAt(0));
        } else {
            writeBytes(to, text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String readText(ByteBuffer from) {
        int length = DataUtils.readVarInt(from);
        if (length == 1 && from.get(from.position()) >= 0) {
            return SHORT[from.get()];
        }
        if (from.hasArray()) {
            int start = from.position();
            from.position(start + length);
            return new String(from.array(), from.arrayOffset() + start, length, StandardCharsets.UTF_8);
        }
        return new String(readBytes(from, length), StandardCharsets.UTF_8);
    }

    private static void writeBytes(WriteBuffer to, byte[] bytes) {
        to.putVarInt(bytes.length).put(bytes);
    }

    private static byte[] readBytes(ByteBuffer from) {
        return readBytes(from, DataUtils.readVarInt(from));
    }

    private static byte[] readBytes(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
