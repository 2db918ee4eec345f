package dev.anabranch.stores.internal.dynamodb.table;

import dev.anabranch.stores.internal.dynamodb.expression.Bindings;
import dev.anabranch.stores.internal.dynamodb.expression.DocumentPath;
import dev.anabranch.stores.internal.dynamodb.expression.ItemCondition;
import dev.anabranch.stores.internal.dynamodb.expression.Operand;
import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.KeyBytes;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A range of encoded keys that a key condition selects, from {@code low} inclusive to {@code high} exclusive; null:
 * unbounded.
 */
public final class KeyRange {

    public static final KeyRange ALL = new KeyRange(null, null);

    private final byte @Nullable [] low;
    private final byte @Nullable [] high;

    private KeyRange(byte @Nullable [] low, byte @Nullable [] high) {
        this.low = low;
        this.high = high;
    }

    byte @Nullable [] low() {
        return low;
    }

    byte @Nullable [] high() {
        return high;
    }

    boolean contains(byte[] key) {
        return (low == null || Arrays.compareUnsigned(key, low) >= 0)
                && (high == null || Arrays.compareUnsigned(key, high) < 0);
    }

    KeyRange startingAfter(byte[] key, boolean forward) {
        return forward ? new KeyRange(KeyBytes.after(key), high) : new KeyRange(low, key);
    }

    /**
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if the condition is not a valid key
     *     condition
     */
    public static KeyRange of(ItemCondition condition, KeySchema keys, Bindings bindings) {
        return new Reading(keys, bindings).range(condition);
    }

    /** Converts a parsed key condition to a range. */
    private record Reading(KeySchema keys, Bindings bindings) {

        KeyRange range(ItemCondition condition) {
            byte[] partition = null;
            ItemCondition sort = null;
            for (ItemCondition one : conjuncts(condition, new ArrayList<>())) {
                String attribute = attribute(one);
                if (attribute.equals(keys.partition().name())) {
                    refuseSecond(partition);
                    partition = partitionPart(one);
                } else if (keys.sort() != null && attribute.equals(keys.sort().name())) {
                    refuseSecond(sort);
                    sort = one;
                } else {
                    throw missed(
                            partition == null
                                    ? keys.partition().name()
                                    : keys.parts().get(keys.parts().size() - 1).name());
                }
            }
            if (partition == null) {
                throw missed(keys.partition().name());
            }
            return sort == null ? whole(partition) : within(partition, sort, sortPart());
        }

        private KeySchema.Part sortPart() {
            return keys.parts().get(1);
        }

        private static KeyRange whole(byte[] prefix) {
            return new KeyRange(prefix, KeyBytes.afterAllWith(prefix));
        }

        private static List<ItemCondition> conjuncts(ItemCondition condition, List<ItemCondition> into) {
            if (condition instanceof ItemCondition.And and) {
                conjuncts(and.left(), into);
                conjuncts(and.right(), into);
            } else {
                into.add(condition);
            }
            return into;
        }

        private String attribute(ItemCondition condition) {
            Operand subject = null;
            if (condition instanceof ItemCondition.Comparison comparison) {
                if (comparison.comparator() == ItemCondition.Comparator.NE) {
                    throw notAllowed("operator", "<>");
                }
                subject = comparison.left();
            } else if (condition instanceof ItemCondition.Between between) {
                subject = between.value();
            } else if (condition instanceof ItemCondition.BeginsWith beginsWith) {
                subject = beginsWith.subject();
            } else if (condition instanceof ItemCondition.Or) {
                throw notAllowed("operator", "OR");
            } else if (condition instanceof ItemCondition.Not) {
                throw notAllowed("operator", "NOT");
            }
            if (subject instanceof Operand.Path path && path.path().length() == 1) {
                return bindings.name((DocumentPath.Name) path.path().steps().get(0));
            }
            throw DynamoDbErrors.validation("Query key condition not supported");
        }

        private byte[] partitionPart(ItemCondition condition) {
            if (condition instanceof ItemCondition.Comparison comparison
                    && comparison.comparator() == ItemCondition.Comparator.EQ) {
                return KeyBytes.part(value(comparison.right(), keys.partition()));
            }
            throw DynamoDbErrors.validation("Query key condition not supported");
        }

        private KeyRange within(byte[] partition, ItemCondition sort, KeySchema.Part part) {
            if (sort instanceof ItemCondition.Between between) {
                byte[] low = KeyBytes.join(partition, KeyBytes.part(value(between.low(), part)));
                byte[] high = KeyBytes.join(partition, KeyBytes.part(value(between.high(), part)));
                return new KeyRange(low, KeyBytes.afterAllWith(high));
            }
            if (sort instanceof ItemCondition.BeginsWith beginsWith) {
                if (part.type().equals("N")) {
                    throw DynamoDbErrors.validation(
                            "Invalid KeyConditionExpression: Incorrect operand type for operator or function;"
                                    + " operator or function: begins_with, operand type: N");
                }
                return whole(KeyBytes.join(partition, KeyBytes.prefix(value(beginsWith.prefix(), part))));
            }
            ItemCondition.Comparison comparison = (ItemCondition.Comparison) sort;
            byte[] bound = KeyBytes.join(partition, KeyBytes.part(value(comparison.right(), part)));
            KeyRange all = whole(partition);
            return switch (comparison.comparator()) {
                case EQ -> whole(bound);
                case LT -> new KeyRange(partition, bound);
                case LE -> new KeyRange(partition, KeyBytes.afterAllWith(bound));
                case GT -> new KeyRange(KeyBytes.afterAllWith(bound), all.high());
                case GE -> new KeyRange(bound, all.high());
                case NE -> throw notAllowed("operator", "<>");
            };
        }

        private AttributeValue value(Operand operand, KeySchema.Part part) {
            if (!(operand instanceof Operand.Value placeholder)) {
                throw DynamoDbErrors.validation("Query key condition not supported");
            }
            AttributeValue value = bindings.value(placeholder.placeholder());
            if (!AttributeValues.typeName(value).equals(part.type())) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values were invalid: Condition parameter type does not match schema type");
            }
            if (KeySchema.isEmpty(value)) {
                throw DynamoDbErrors.validation(
                        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain"
                                + " an empty " + KeySchema.emptyKind(value) + " value. Key: " + part.name());
            }
            return value;
        }

        private static void refuseSecond(@Nullable Object first) {
            if (first != null) {
                throw DynamoDbErrors.validation("KeyConditionExpressions must only contain one condition per key");
            }
        }

        private static RuntimeException notAllowed(String what, String which) {
            return DynamoDbErrors.validation(
                    "Invalid KeyConditionExpression: Invalid " + what + " used in KeyConditionExpression: " + which);
        }

        private static RuntimeException missed(String attribute) {
            return DynamoDbErrors.validation("Query condition missed key schema element: " + attribute);
        }
    }
}
