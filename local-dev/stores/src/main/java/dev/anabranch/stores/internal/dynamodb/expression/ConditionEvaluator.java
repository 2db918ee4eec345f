package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Evaluates a condition on one item. If an operand is a missing attribute, {@code <>} is true and all other comparisons
 * are false.
 */
public final class ConditionEvaluator implements ItemCondition.Visitor<Boolean> {

    private final Bindings bindings;
    private final Map<String, AttributeValue> attributes;

    private ConditionEvaluator(Bindings bindings, Map<String, AttributeValue> attributes) {
        this.bindings = bindings;
        this.attributes = attributes;
    }

    public static boolean holds(ItemCondition condition, Bindings bindings, Map<String, AttributeValue> attributes) {
        return condition.accept(new ConditionEvaluator(bindings, attributes));
    }

    @Override
    public Boolean and(ItemCondition.And and) {
        return and.left().accept(this) && and.right().accept(this);
    }

    @Override
    public Boolean or(ItemCondition.Or or) {
        return or.left().accept(this) || or.right().accept(this);
    }

    @Override
    public Boolean not(ItemCondition.Not not) {
        return !not.condition().accept(this);
    }

    @Override
    public Boolean comparison(ItemCondition.Comparison comparison) {
        AttributeValue left = value(comparison.left());
        AttributeValue right = value(comparison.right());
        return compare(left, comparison.comparator(), right);
    }

    private static boolean compare(
            @Nullable AttributeValue left, ItemCondition.Comparator comparator, @Nullable AttributeValue right) {
        if (left == null || right == null) {
            return comparator == ItemCondition.Comparator.NE;
        }
        return switch (comparator) {
            case EQ -> AttributeValues.equal(left, right);
            case NE -> !AttributeValues.equal(left, right);
            default ->
                left.type() == right.type()
                        && AttributeValues.isOrdered(left)
                        && comparator.holds(AttributeValues.compare(left, right));
        };
    }

    @Override
    public Boolean between(ItemCondition.Between between) {
        AttributeValue value = value(between.value());
        return compare(value, ItemCondition.Comparator.GE, value(between.low()))
                && compare(value, ItemCondition.Comparator.LE, value(between.high()));
    }

    @Override
    public Boolean in(ItemCondition.In in) {
        AttributeValue value = value(in.value());
        return in.candidates().stream()
                .anyMatch(candidate -> compare(value, ItemCondition.Comparator.EQ, value(candidate)));
    }

    @Override
    public Boolean exists(ItemCondition.Exists exists) {
        return (bindings.find(attributes, exists.path()) != null) == exists.present();
    }

    @Override
    public Boolean hasType(ItemCondition.HasType hasType) {
        AttributeValue found = bindings.find(attributes, hasType.path());
        AttributeValue type = value(hasType.type());
        return found != null && type != null && AttributeValues.typeName(found).equals(type.s());
    }

    @Override
    public Boolean beginsWith(ItemCondition.BeginsWith beginsWith) {
        AttributeValue subject = value(beginsWith.subject());
        AttributeValue prefix = value(beginsWith.prefix());
        return subject != null && prefix != null && AttributeValues.beginsWith(subject, prefix);
    }

    @Override
    public Boolean contains(ItemCondition.Contains contains) {
        AttributeValue container = value(contains.container());
        AttributeValue element = value(contains.element());
        return container != null && element != null && AttributeValues.contains(container, element);
    }

    private @Nullable AttributeValue value(Operand operand) {
        if (operand instanceof Operand.Value value) {
            return bindings.value(value.placeholder());
        }
        if (operand instanceof Operand.Path path) {
            return bindings.find(attributes, path.path());
        }
        AttributeValue of = value(((Operand.Size) operand).of());
        int size = of == null ? -1 : AttributeValues.size(of);
        return size < 0 ? null : AttributeValue.fromN(Integer.toString(size));
    }
}
