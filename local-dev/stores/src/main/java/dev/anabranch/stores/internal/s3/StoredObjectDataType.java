package dev.anabranch.stores.internal.s3;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** The binary format of objects, without their bytes, in a storage file. */
final class StoredObjectDataType extends BasicDataType<StoredObject> {

    static final StoredObjectDataType INSTANCE = new StoredObjectDataType();

    private static final int ABOUT_BYTES = 500;

    private StoredObjectDataType() {}

    @Override
    public int getMemory(StoredObject object) {
        return ABOUT_BYTES;
    }

    @Override
    public StoredObject[] createStorage(int size) {
        return new StoredObject[size];
    }

    @Override
    public void write(WriteBuffer to, StoredObject object) {
        to.putVarInt(object.data().size());
        object.data().forEach(blob -> to.putVarLong(blob.id()).putVarLong(blob.size()));
        writeText(to, object.etag());
        to.putVarLong(object.lastModified().getEpochSecond());
        writeMap(to, object.headers());
        writeMap(to, object.metadata());
        writeMap(to, object.checksums());
    }

    @Override
    public StoredObject read(ByteBuffer from) {
        int count = DataUtils.readVarInt(from);
        List<StoredObject.Blob> data = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            data.add(new StoredObject.Blob(DataUtils.readVarLong(from), DataUtils.readVarLong(from)));
        }
        String etag = readText(from);
        Instant lastModified = Instant.ofEpochSecond(DataUtils.readVarLong(from));
        return new StoredObject(List.copyOf(data), etag, lastModified, readMap(from), readMap(from), readMap(from));
    }

    private static void writeMap(WriteBuffer to, Map<String, String> map) {
        to.putVarInt(map.size());
        map.forEach((name, value) -> {
            writeText(to, name);
            writeText(to, value);
        });
    }

    private static Map<String, String> readMap(ByteBuffer from) {
        int count = DataUtils.readVarInt(from);
        Map<String, String> map = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            map.put(readText(from), readText(from));
        }
        return map;
    }

    private static void writeText(WriteBuffer to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.putVarInt(bytes.length).put(bytes);
    }

    private static String readText(ByteBuffer from) {
        byte[] bytes = new byte[DataUtils.readVarInt(from)];
        from.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
