package dev.anabranch.store;

import dev.anabranch.action.ActionRecord;
import dev.anabranch.action.StoredResult;
import dev.anabranch.wire.ActionStatus;
import dev.anabranch.wire.RecordField;
import dev.anabranch.wire.RecordKey;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An action's record as an item of the table. */
final class RecordItem {

    private RecordItem() {}

    static Map<String, AttributeValue> key(RecordKey key) {
        return Map.of(
                RecordField.PARTITION, text(key.partition()),
                RecordField.SORT, text(key.sort()));
    }

    static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    static ActionRecord record(Map<String, AttributeValue> item) {
        return new ActionRecord(
                new RecordKey(
                        required(item, RecordField.PARTITION).s(),
                        required(item, RecordField.SORT).s()),
                ActionStatus.ofCode(required(item, RecordField.STATUS).s()),
                (int) number(item, RecordField.ATTEMPTS),
                number(item, RecordField.ORDER),
                instant(item, RecordField.BEGAN),
                instant(item, RecordField.FINISHED),
                text(item, RecordField.ERROR),
                text(item, RecordField.MESSAGE),
                result(item),
                text(item, RecordField.LOG));
    }

    /** When the item is to be deleted, in seconds since 1970; 0 for never. */
    static long expires(Map<String, AttributeValue> item) {
        return number(item, RecordField.EXPIRES);
    }

    /** Writes where a result is; {@link #result} reads it. */
    static void put(Map<String, AttributeValue> item, StoredResult result) {
        if (result instanceof StoredResult.Inline inline) {
            item.put(RecordField.RESULT, text(inline.json()));
        } else {
            StoredResult.InStore inStore = (StoredResult.InStore) result;
            item.put(RecordField.RESULT_KEY, text(inStore.key()));
            item.put(RecordField.SIZE, number(inStore.size()));
        }
    }

    static @Nullable StoredResult result(Map<String, AttributeValue> item) {
        String json = text(item, RecordField.RESULT);
        if (json != null) {
            return new StoredResult.Inline(json);
        }
        String key = text(item, RecordField.RESULT_KEY);
        return key == null ? null : new StoredResult.InStore(key, number(item, RecordField.SIZE));
    }

    private static AttributeValue required(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null || value.s() == null) {
            throw new IllegalStateException("The table has an item without the text attribute `" + name
                    + "`: it is not the record of an action.");
        }
        return value;
    }

    private static @Nullable String text(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null ? null : value.s();
    }

    private static long number(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.n() == null ? 0 : Long.parseLong(value.n());
    }

    private static @Nullable Instant instant(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? Instant.ofEpochMilli(number(item, name)) : null;
    }
}
