package dev.anabranch.cloud.dynamodb;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whether one item satisfies a condition. A missing attribute satisfies nothing but {@code <>} and not_exists. */
final class ConditionEvaluator implements Condition.Visitor<Boolean> {

    private final Bindings bindings;
    private final Map<String, AttributeValue> attributes;

    private ConditionEvaluator(Bindings bindings, Map<String, AttributeValue> attributes) {
        this.bindings = bindings;
        this.attributes = attributes;
    }

    static boolean holds(Condition condition, Bindings bindings, Map<String, AttributeValue> attributes) {
        return condition.accept(new ConditionEvaluator(bindings, attributes));
    }

    @Override
    public Boolean and(Condition.And and) {
        return and.left().accept(this) && and.right().accept(this);
    }

    @Override
    public Boolean or(Condition.Or or) {
        return or.left().accept(this) || or.right().accept(this);
    }

    @Override
    public Boolean not(Condition.Not not) {
        return !not.condition().accept(this);
    }

    @Override
    public Boolean comparison(Condition.Comparison comparison) {
        AttributeValue left = value(comparison.left());
        AttributeValue right = value(comparison.right());
        return compare(left, comparison.comparator(), right);
    }

    private static boolean compare(
            @Nullable AttributeValue left, Condition.Comparator comparator, @Nullable AttributeValue right) {
        if (left == null || right == null) {
            return comparator == Condition.Comparator.NE;
        }
        return switch (comparator) {
            case EQ -> Values.equal(left, right);
            case NE -> !Values.equal(left, right);
            default ->
                left.type() == right.type() && Values.isOrdered(left) && comparator.holds(Values.compare(left, right));
        };
    }

    @Override
    public Boolean between(Condition.Between between) {
        AttributeValue value = value(between.value());
        return compare(value, Condition.Comparator.GE, value(between.low()))
                && compare(value, Condition.Comparator.LE, value(between.high()));
    }

    @Override
    public Boolean in(Condition.In in) {
        AttributeValue value = value(in.value());
        return in.candidates().stream()
                .anyMatch(candidate -> compare(value, Condition.Comparator.EQ, value(candidate)));
    }

    @Override
    public Boolean exists(Condition.Exists exists) {
        return (bindings.find(attributes, exists.path()) != null) == exists.present();
    }

    @Override
    public Boolean hasType(Condition.HasType hasType) {
        AttributeValue found = bindings.find(attributes, hasType.path());
        AttributeValue type = value(hasType.type());
        return found != null && type != null && Values.typeName(found).equals(type.s());
    }

    @Override
    public Boolean beginsWith(Condition.BeginsWith beginsWith) {
        AttributeValue subject = value(beginsWith.subject());
        AttributeValue prefix = value(beginsWith.prefix());
        return subject != null && prefix != null && Values.beginsWith(subject, prefix);
    }

    @Override
    public Boolean contains(Condition.Contains contains) {
        AttributeValue container = value(contains.container());
        AttributeValue element = value(contains.element());
        return container != null && element != null && Values.contains(container, element);
    }

    private @Nullable AttributeValue value(Operand operand) {
        if (operand instanceof Operand.Value value) {
            return bindings.value(value.placeholder());
        }
        if (operand instanceof Operand.Path path) {
            return bindings.find(attributes, path.path());
        }
        AttributeValue of = value(((Operand.Size) operand).of());
        int size = of == null ? -1 : Values.size(of);
        return size < 0 ? null : AttributeValue.fromN(Integer.toString(size));
    }
}
