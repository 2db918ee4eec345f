package dev.anabranch.store;

import dev.anabranch.action.ActionRecord;
import dev.anabranch.action.SharedRecord;
import dev.anabranch.wire.RecordField;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A {@link SharedRecord} as an item of the table: the attributes of a plain one, its width, its version and {@link Endings}. */
final class SharedItem {

    private SharedItem() {}

    static boolean is(Map<String, AttributeValue> item) {
        return item.containsKey(RecordField.WIDTH);
    }

    static SharedRecord record(Map<String, AttributeValue> item) {
        ActionRecord common = RecordItem.record(item);
        AttributeValue endings = item.get(RecordField.ENDINGS);
        return new SharedRecord(
                common.key(),
                (int) RecordItem.number(item, RecordField.WIDTH),
                common.status(),
                common.attempts(),
                common.order(),
                RecordItem.number(item, RecordField.VERSION),
                common.began(),
                common.finished(),
                common.error(),
                common.message(),
                common.log(),
                endings == null ? List.of() : Endings.parse(Packed.text(endings), common.key()));
    }
}
