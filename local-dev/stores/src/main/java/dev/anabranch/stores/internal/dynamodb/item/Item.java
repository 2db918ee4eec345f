package dev.anabranch.stores.internal.dynamodb.item;

import dev.anabranch.quotas.internal.DynamoDbQuotas;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stored item: its attributes in normal form, which must not be modified, and its size in bytes. */
public record Item(Map<String, AttributeValue> attributes, int size) {

    /** The maximum size of an item in bytes, including attribute names: 400 KB. */
    public static final int MAX_SIZE = DynamoDbQuotas.ITEM_BYTES;

    /** @param attributes attributes that were checked and are in normal form */
    public static Item of(Map<String, AttributeValue> attributes) {
        return new Item(attributes, ItemSize.of(attributes));
    }
}
