package dev.anabranch.stores.internal.dynamodb.item;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Checks attribute values by DynamoDB's rules and converts them to normal form. */
public final class ItemRules {

    private static final int MAX_NESTING = 32;

    private ItemRules() {}

    /**
     * Returns the same attributes with numbers in normal form.
     *
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException a ValidationException in AWS's wording
     *     if a value is invalid
     */
    public static Map<String, AttributeValue> normalise(Map<String, AttributeValue> attributes) {
        return normalise(attributes, 0);
    }

    public static AttributeValue normalise(AttributeValue value) {
        return normalise(value, 0);
    }

    private static Map<String, AttributeValue> normalise(Map<String, AttributeValue> attributes, int depth) {
        Map<String, AttributeValue> normal = new LinkedHashMap<>(attributes.size() * 2);
        for (Map.Entry<String, AttributeValue> attribute : attributes.entrySet()) {
            normal.put(attribute.getKey(), normalise(attribute.getValue(), depth));
        }
        return normal;
    }

    private static AttributeValue normalise(AttributeValue value, int depth) {
        if (depth > MAX_NESTING) {
            throw DynamoDbErrors.validation(
                    "Nesting Levels have exceeded supported limits: Attributes have nested levels beyond"
                            + " supported limit");
        }
        // The SDK has no type for a value with several ones.
        AttributeValue.@Nullable Type type = value.type();
        if (type == null) {
            throw notOneType(value);
        }
        return switch (type) {
            case N -> number(value);
            case SS -> set("string", value, value.ss());
            case NS -> numbers(value);
            case BS -> binaries(value);
            case NUL -> nothing(value);
            case L ->
                AttributeValue.fromL(value.l().stream()
                        .map(element -> normalise(element, depth + 1))
                        .toList());
            case M -> AttributeValue.fromM(normalise(value.m(), depth + 1));
            case UNKNOWN_TO_SDK_VERSION -> throw notOneType(value);
            default -> value;
        };
    }

    private static AttributeValue number(AttributeValue value) {
        String number = DynamoDbNumbers.normalise(value.n());
        return number.equals(value.n()) ? value : AttributeValue.fromN(number);
    }

    private static AttributeValue numbers(AttributeValue value) {
        List<String> numbers =
                value.ns().stream().map(DynamoDbNumbers::normalise).toList();
        return set("number", AttributeValue.fromNs(numbers), numbers);
    }

    private static AttributeValue nothing(AttributeValue value) {
        if (!value.nul()) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: Null attribute value types must have the value of true");
        }
        return value;
    }

    private static AttributeValue binaries(AttributeValue value) {
        if (value.bs().isEmpty()) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: Binary sets should not be empty");
        }
        checkNoDuplicates(value.bs());
        return value;
    }

    private static AttributeValue set(String kind, AttributeValue value, List<String> elements) {
        if (elements.isEmpty()) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: An " + kind + " set  may not be empty");
        }
        checkNoDuplicates(elements);
        return value;
    }

    private static void checkNoDuplicates(Collection<?> values) {
        if (new HashSet<>(values).size() < values.size()) {
            throw DynamoDbErrors.validation(
                    "One or more parameter values were invalid: Input collection " + values + " contains duplicates.");
        }
    }

    private static RuntimeException notOneType(AttributeValue value) {
        boolean none = value.equals(AttributeValue.builder().build());
        return DynamoDbErrors.validation(
                none
                        ? "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes"
                        : "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
                                + " supported datatypes");
    }
}
