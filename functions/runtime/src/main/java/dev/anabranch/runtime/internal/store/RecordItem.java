package dev.anabranch.runtime.internal.store;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An action's record as an item of the table. */
public final class RecordItem {

    /** The approximate size in bytes of an item's other attributes: keys, times and the location of its log. */
    static final int OTHER_ATTRIBUTES_BYTES = 300;

    private RecordItem() {}

    public static Map<String, AttributeValue> key(RecordKey key) {
        return Map.of(
                RecordField.PARTITION, text(key.partition()),
                RecordField.SORT, text(key.sort()));
    }

    public static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    public static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static ActionRecord record(Map<String, AttributeValue> item) {
        return record(item, required(item, RecordField.PARTITION).s());
    }

    private static ActionRecord record(Map<String, AttributeValue> item, String partition) {
        return ActionRecord.of(
                        new RecordKey(
                                partition, required(item, RecordField.SORT).s()),
                        ActionStatus.ofCode(required(item, RecordField.STATUS).s()))
                .attempts((int) number(item, RecordField.ATTEMPTS))
                .order(number(item, RecordField.ORDER))
                .began(instant(item, RecordField.BEGAN))
                .finished(instant(item, RecordField.FINISHED))
                .result(result(item))
                .log(text(item, RecordField.LOG))
                .permanent(item.containsKey(RecordField.PERMANENT))
                .until(instant(item, RecordField.UNTIL))
                .telemetry(telemetry(item))
                .earlier(AttemptHistory.parse(item))
                .labels(SharedItem.isShared(item) ? ItemLabels.NONE : ItemLabels.parse(labels(item)))
                .failure(text(item, RecordField.ERROR), text(item, RecordField.MESSAGE))
                .build();
    }

    /** Returns the record of one action; empty if the item is neither its record nor shared with it. */
    static Optional<ActionRecord> of(Map<String, AttributeValue> item, RecordKey key) {
        if (SharedItem.isShared(item)) {
            return SharedItem.record(item).action(Long.parseLong(key.sort()));
        }
        ActionRecord record = record(item);
        return record.key().equals(key) ? Optional.of(record) : Optional.empty();
    }

    /** Returns the records of all actions of the item. */
    static List<ActionRecord> records(Map<String, AttributeValue> item) {
        return SharedItem.isShared(item) ? SharedItem.record(item).actions() : List.of(record(item));
    }

    /** Returns the records of all actions of an item that was read without its partition key. */
    static List<ActionRecord> records(Map<String, AttributeValue> item, String partition) {
        if (!SharedItem.isShared(item)) {
            return List.of(record(item, partition));
        }
        Map<String, AttributeValue> whole = new HashMap<>(item);
        whole.put(RecordField.PARTITION, text(partition));
        return records(whole);
    }

    /** Returns when the item expires, in seconds since 1970; 0 for never. */
    static long expires(Map<String, AttributeValue> item) {
        return number(item, RecordField.EXPIRES);
    }

    /** Adds the attributes of a result, which {@link #result} reads. */
    static void put(Map<String, AttributeValue> item, StoredResult result) {
        if (result instanceof StoredResult.Inline inline) {
            item.put(RecordField.RESULT, PackedText.of(inline.json(), OTHER_ATTRIBUTES_BYTES));
        } else {
            item.put(RecordField.RESULT_KEY, text(key(result)));
            item.put(RecordField.SIZE, number(size(result)));
            if (result instanceof StoredResult.Part part) {
                item.put(RecordField.OFFSET, number(part.offset()));
            }
        }
    }

    static @Nullable StoredResult result(Map<String, AttributeValue> item) {
        AttributeValue packed = item.get(RecordField.RESULT);
        if (packed != null) {
            return new StoredResult.Inline(PackedText.text(packed));
        }
        String key = text(item, RecordField.RESULT_KEY);
        if (key == null) {
            return null;
        }
        long size = number(item, RecordField.SIZE);
        return item.containsKey(RecordField.OFFSET)
                ? new StoredResult.Part(key, number(item, RecordField.OFFSET), size)
                : new StoredResult.InStore(key, size);
    }

    /** Returns the key of the object that contains a result. */
    public static String key(StoredResult result) {
        return result instanceof StoredResult.Part part ? part.key() : ((StoredResult.InStore) result).key();
    }

    /** Returns the size in bytes of a result that is not inline. */
    static long size(StoredResult result) {
        return result instanceof StoredResult.Part part ? part.size() : ((StoredResult.InStore) result).size();
    }

    /** Returns the text form of the labels of the item's action or actions; empty if there are none. */
    static String labels(Map<String, AttributeValue> item) {
        AttributeValue labels = item.get(RecordField.LABELS);
        return labels == null ? "" : PackedText.text(labels);
    }

    private static Telemetry telemetry(Map<String, AttributeValue> item) {
        AttributeValue telemetry = item.get(RecordField.TELEMETRY);
        return telemetry == null ? Telemetry.NONE : TelemetryJson.parse(PackedText.text(telemetry));
    }

    private static AttributeValue required(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalStateException(
                    "An item has no text attribute `" + name + "`, so it is not the record of an action.");
        }
        return value;
    }

    static @Nullable String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.s();
    }

    public static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.n() == null ? 0 : Long.parseLong(value.n());
    }

    static @Nullable Instant instant(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Instant.ofEpochMilli(number(item, name)) : null;
    }
}
