package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Checks the types of a condition's placeholder values. The check does not depend on stored items. */
public final class ConditionTypes implements ItemCondition.Visitor<ItemCondition> {

    private static final Set<String> TYPE_NAMES = Set.of("S", "N", "B", "SS", "NS", "BS", "M", "L", "BOOL", "NULL");
    private static final Set<String> ORDERED = Set.of("S", "N", "B");
    private static final Set<String> TEXTUAL = Set.of("S", "B");
    private static final Set<String> SIZED = Set.of("S", "B", "SS", "NS", "BS", "M", "L");

    private final String kind;
    private final Bindings bindings;

    private ConditionTypes(String kind, Bindings bindings) {
        this.kind = kind;
        this.bindings = bindings;
    }

    public static void check(String kind, ItemCondition condition, Bindings bindings) {
        condition.accept(new ConditionTypes(kind, bindings));
    }

    @Override
    public ItemCondition and(ItemCondition.And and) {
        and.left().accept(this);
        and.right().accept(this);
        return and;
    }

    @Override
    public ItemCondition or(ItemCondition.Or or) {
        or.left().accept(this);
        or.right().accept(this);
        return or;
    }

    @Override
    public ItemCondition not(ItemCondition.Not not) {
        not.condition().accept(this);
        return not;
    }

    @Override
    public ItemCondition comparison(ItemCondition.Comparison comparison) {
        ItemCondition.Comparator comparator = comparison.comparator();
        boolean equality = comparator == ItemCondition.Comparator.EQ || comparator == ItemCondition.Comparator.NE;
        Set<String> allowed = equality ? TYPE_NAMES : ORDERED;
        requireDistinct(comparator.symbol(), comparison.left(), List.of(comparison.right()));
        require(comparison.left(), "operator: " + comparator.symbol(), allowed);
        require(comparison.right(), "operator: " + comparator.symbol(), allowed);
        return comparison;
    }

    @Override
    public ItemCondition between(ItemCondition.Between between) {
        requireDistinct("BETWEEN", between.value(), List.of(between.low(), between.high()));
        for (Operand operand : List.of(between.value(), between.low(), between.high())) {
            require(operand, "operator: BETWEEN", ORDERED);
        }
        if (between.low() instanceof Operand.Value low && between.high() instanceof Operand.Value high) {
            bounds(bindings.value(low.placeholder()), bindings.value(high.placeholder()));
        }
        return between;
    }

    private void bounds(AttributeValue low, AttributeValue high) {
        String problem = low.type() != high.type()
                ? "same data type for lower and upper bounds"
                : AttributeValues.compare(low, high) > 0
                        ? "upper bound to be greater than or equal to lower bound"
                        : "";
        if (!problem.isEmpty()) {
            throw DynamoDbErrors.validation("Invalid " + kind + ": The BETWEEN operator requires " + problem
                    + "; lower bound operand: AttributeValue: " + shown(low) + ", upper bound operand: AttributeValue: "
                    + shown(high));
        }
    }

    private static String shown(AttributeValue value) {
        String text = value.s() != null ? value.s() : value.n() != null ? value.n() : "binary";
        return "{" + AttributeValues.typeName(value) + ":" + text + "}";
    }

    @Override
    public ItemCondition in(ItemCondition.In in) {
        requireDistinct("IN", in.value(), in.candidates());
        return in;
    }

    @Override
    public ItemCondition exists(ItemCondition.Exists exists) {
        return exists;
    }

    @Override
    public ItemCondition hasType(ItemCondition.HasType hasType) {
        AttributeValue type =
                hasType.type() instanceof Operand.Value value ? bindings.value(value.placeholder()) : null;
        String name = type == null ? null : type.s();
        if (name == null) {
            throw incorrect(
                    "operator or function: attribute_type",
                    type == null ? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}" : AttributeValues.typeName(type));
        }
        if (!TYPE_NAMES.contains(name)) {
            throw DynamoDbErrors.validation("Invalid " + kind + ": Invalid attribute type name found; type: " + name
                    + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}");
        }
        return hasType;
    }

    @Override
    public ItemCondition beginsWith(ItemCondition.BeginsWith beginsWith) {
        requireDistinct("begins_with", beginsWith.subject(), List.of(beginsWith.prefix()));
        require(beginsWith.subject(), "operator or function: begins_with", TEXTUAL);
        require(beginsWith.prefix(), "operator or function: begins_with", TEXTUAL);
        return beginsWith;
    }

    @Override
    public ItemCondition contains(ItemCondition.Contains contains) {
        requireDistinct("contains", contains.container(), List.of(contains.element()));
        return contains;
    }

    /** Compares attribute names instead of placeholders, since {@code #a} and {@code a} may be the same attribute. */
    private void requireDistinct(String operator, Operand first, List<Operand> others) {
        if (!(first instanceof Operand.Path path)) {
            return;
        }
        DocumentPath resolved = bindings.resolve(path.path());
        for (Operand other : others) {
            if (other instanceof Operand.Path same
                    && bindings.resolve(same.path()).equals(resolved)) {
                throw DynamoDbErrors.validation("Invalid " + kind
                        + ": The first operand must be distinct from the remaining operands for this operator or"
                        + " function; operator: " + operator + ", first operand: " + resolved);
            }
        }
    }

    private void require(Operand operand, String operator, Set<String> allowed) {
        if (operand instanceof Operand.Size size) {
            require(size.of(), "operator or function: size", SIZED);
            if (!allowed.contains("N")) {
                throw incorrect(operator, "N");
            }
        } else if (operand instanceof Operand.Value value) {
            String type = AttributeValues.typeName(bindings.value(value.placeholder()));
            if (!allowed.contains(type)) {
                throw incorrect(operator, type);
            }
        }
    }

    private RuntimeException incorrect(String operator, String type) {
        return DynamoDbErrors.validation("Invalid " + kind + ": Incorrect operand type for operator or function; "
                + operator + ", operand type: " + type);
    }
}
