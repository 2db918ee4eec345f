package dev.anabranch.runtime.internal.store;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.SharedRecord;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordField;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A {@link SharedRecord} as an item of the table: the attributes of an unshared record, and its width, version and
 * {@link EndingsText}.
 */
final class SharedItem {

    private SharedItem() {}

    static boolean isShared(Map<String, AttributeValue> item) {
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
                endings == null ? List.of() : EndingsText.parse(PackedText.text(endings), common.key()),
                ItemLabels.parseAll(RecordItem.labels(item)));
    }
}
