package dev.anabranch.stores.internal.dynamodb.item;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The primary key of a table or an index: a partition key and an optional sort key, each a string, number or binary.
 */
public record KeySchema(Part partition, @Nullable Part sort) {

    private static final int MAX_PARTITION_BYTES = 2048;
    private static final int MAX_SORT_BYTES = 1024;

    /** @param type S, N or B */
    public record Part(String name, String type) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Part that && name.equals(that.name) && type.equals(that.type);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    // A record's own methods are linked by method handles, which takes each new process milliseconds.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeySchema that && partition.equals(that.partition) && Objects.equals(sort, that.sort);
    }

    @Override
    public int hashCode() {
        return partition.hashCode();
    }

    public boolean has(String attribute) {
        return partition.name().equals(attribute)
                || (sort != null && sort.name().equals(attribute));
    }

    public List<Part> parts() {
        return sort == null ? List.of(partition) : List.of(partition, sort);
    }

    /** Returns true if {@code attributes} contains all key attributes. */
    public boolean isIn(Map<String, AttributeValue> attributes) {
        return attributes.containsKey(partition.name()) && (sort == null || attributes.containsKey(sort.name()));
    }

    public byte[] bytes(Map<String, AttributeValue> attributes) {
        byte[] first = KeyBytes.part(AttributeValues.in(attributes, partition.name()));
        return sort == null ? first : KeyBytes.join(first, KeyBytes.part(AttributeValues.in(attributes, sort.name())));
    }

    public Map<String, AttributeValue> of(Map<String, AttributeValue> attributes) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        parts().forEach(part -> key.put(part.name(), attributes.get(part.name())));
        return key;
    }

    /**
     * Returns the Key parameter of a request in normal form.
     *
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if the key does not match this schema
     */
    public Map<String, AttributeValue> checkKey(Map<String, AttributeValue> key) {
        Map<String, AttributeValue> normal = ItemRules.normalise(key);
        for (Part part : parts()) {
            AttributeValue value = key.get(part.name());
            if (value == null || !AttributeValues.typeName(value).equals(part.type())) {
                throw DynamoDbErrors.validation("The provided key element does not match the schema");
            }
        }
        if (key.size() > parts().size()) {
            throw DynamoDbErrors.validation("The provided key element does not match the schema");
        }
        checkSizes(normal);
        return normal;
    }

    /**
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if a key attribute of the item is
     *     invalid
     */
    public void checkItem(Map<String, AttributeValue> item) {
        for (Part part : parts()) {
            AttributeValue value = item.get(part.name());
            if (value == null) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values were invalid: Missing the key " + part.name() + " in the item");
            }
            if (!AttributeValues.typeName(value).equals(part.type())) {
                throw DynamoDbErrors.validation("One or more parameter values were invalid: Type mismatch for key "
                        + part.name() + " expected: " + part.type() + " actual: " + AttributeValues.typeName(value));
            }
        }
        checkSizes(item);
    }

    private void checkSizes(Map<String, AttributeValue> attributes) {
        for (Part part : parts()) {
            AttributeValue value = AttributeValues.in(attributes, part.name());
            if (isEmpty(value)) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain"
                                + " an empty " + emptyKind(value) + " value. Key: " + part.name());
            }
        }
        parts().forEach(part -> checkSize(part, AttributeValues.in(attributes, part.name())));
    }

    /**
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if the value is too large for a part of
     *     this key
     */
    public void checkSize(Part part, AttributeValue value) {
        int bytes = ItemSize.of(value);
        if (part.equals(partition) && bytes > MAX_PARTITION_BYTES) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: Size of hashkey has exceeded the maximum"
                            + " size limit of" + MAX_PARTITION_BYTES + " bytes");
        }
        if (!part.equals(partition) && bytes > MAX_SORT_BYTES) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: Aggregated size of all range keys has"
                            + " exceeded the size limit of " + MAX_SORT_BYTES + " bytes");
        }
    }

    public static boolean isEmpty(AttributeValue value) {
        return (value.s() != null && value.s().isEmpty())
                || (value.b() != null && value.b().asByteArrayUnsafe().length == 0);
    }

    public static String emptyKind(AttributeValue value) {
        return value.s() != null ? "string" : "binary";
    }
}
