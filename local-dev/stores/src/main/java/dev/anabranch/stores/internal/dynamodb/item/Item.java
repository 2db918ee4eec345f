package dev.anabranch.stores.internal.dynamodb.item;

import dev.anabranch.quotas.internal.DynamoDbQuotas;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A stored item: its attributes in normal form, never changed, and its size in bytes. */
public record Item(Map<String, AttributeValue> attributes, int size) {

    /** The most that an item may have, names included: 400 KB. */
    public static final int MAX_SIZE = DynamoDbQuotas.ITEM_BYTES;

    /** Of attributes that were checked and normalised before. */
    public static Item of(Map<String, AttributeValue> attributes) {
        return new Item(attributes, ItemSize.of(attributes));
    }
}
