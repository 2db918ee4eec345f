package dev.anabranch.cloud.dynamodb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The stretch of keys that a key condition asks for, from {@code low} up to but without {@code high}; null is no bound. */
final class KeyRange {

    static final KeyRange ALL = new KeyRange(null, null);

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

    /** @throws DynamoDbException a ValidationException if this is not a condition on the key */
    static KeyRange of(Condition condition, KeySchema keys, Bindings bindings) {
        return new Reading(keys, bindings).range(condition);
    }

    /** Reads a parsed condition as one on the key. */
    private record Reading(KeySchema keys, Bindings bindings) {

        KeyRange range(Condition condition) {
            byte[] partition = null;
            Condition sort = null;
            for (Condition one : conjuncts(condition, new ArrayList<>())) {
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

        private static List<Condition> conjuncts(Condition condition, List<Condition> into) {
            if (condition instanceof Condition.And and) {
                conjuncts(and.left(), into);
                conjuncts(and.right(), into);
            } else {
                into.add(condition);
            }
            return into;
        }

        private String attribute(Condition condition) {
            Operand subject = null;
            if (condition instanceof Condition.Comparison comparison) {
                if (comparison.comparator() == Condition.Comparator.NE) {
                    throw notAllowed("operator", "<>");
                }
                subject = comparison.left();
            } else if (condition instanceof Condition.Between between) {
                subject = between.value();
            } else if (condition instanceof Condition.BeginsWith beginsWith) {
                subject = beginsWith.subject();
            } else if (condition instanceof Condition.Or) {
                throw notAllowed("operator", "OR");
            } else if (condition instanceof Condition.Not) {
                throw notAllowed("operator", "NOT");
            }
            if (subject instanceof Operand.Path path && path.path().length() == 1) {
                return bindings.name((DocumentPath.Name) path.path().steps().get(0));
            }
            throw Refusal.validation("Query key condition not supported");
        }

        private byte[] partitionPart(Condition condition) {
            if (condition instanceof Condition.Comparison comparison
                    && comparison.comparator() == Condition.Comparator.EQ) {
                return KeyBytes.part(value(comparison.right(), keys.partition()));
            }
            throw Refusal.validation("Query key condition not supported");
        }

        private KeyRange within(byte[] partition, Condition sort, KeySchema.Part part) {
            if (sort instanceof Condition.Between between) {
                byte[] low = KeyBytes.join(partition, KeyBytes.part(value(between.low(), part)));
                byte[] high = KeyBytes.join(partition, KeyBytes.part(value(between.high(), part)));
                return new KeyRange(low, KeyBytes.afterAllWith(high));
            }
            if (sort instanceof Condition.BeginsWith beginsWith) {
                if (part.type().equals("N")) {
                    throw Refusal.validation(
                            "Invalid KeyConditionExpression: Incorrect operand type for operator or function;"
                                    + " operator or function: begins_with, operand type: N");
                }
                return whole(KeyBytes.join(partition, KeyBytes.prefix(value(beginsWith.prefix(), part))));
            }
            Condition.Comparison comparison = (Condition.Comparison) sort;
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
                throw Refusal.validation("Query key condition not supported");
            }
            AttributeValue value = bindings.value(placeholder.placeholder());
            if (!Values.typeName(value).equals(part.type())) {
                throw Refusal.validation(
                        "One or more parameter values were invalid: Condition parameter type does not match schema type");
            }
            if (KeySchema.isEmpty(value)) {
                throw Refusal.validation(
                        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain"
                                + " an empty " + KeySchema.emptyKind(value) + " value. Key: " + part.name());
            }
            return value;
        }

        private static void refuseSecond(@Nullable Object first) {
            if (first != null) {
                throw Refusal.validation("KeyConditionExpressions must only contain one condition per key");
            }
        }

        private static RuntimeException notAllowed(String what, String which) {
            return Refusal.validation(
                    "Invalid KeyConditionExpression: Invalid " + what + " used in KeyConditionExpression: " + which);
        }

        private static RuntimeException missed(String attribute) {
            return Refusal.validation("Query condition missed key schema element: " + attribute);
        }
    }
}
