package dev.anabranch.cloud.dynamodb;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Refuses updates that no item could make sensible: wrong types of the request's own values. */
final class UpdateTypes implements UpdateAction.Visitor<@Nullable Void>, SetValue.Visitor<@Nullable Void> {

    private static final Set<AttributeValue.Type> ADDABLE =
            Set.of(AttributeValue.Type.N, AttributeValue.Type.SS, AttributeValue.Type.NS, AttributeValue.Type.BS);
    private static final Set<AttributeValue.Type> SETS =
            Set.of(AttributeValue.Type.SS, AttributeValue.Type.NS, AttributeValue.Type.BS);

    private final Bindings bindings;

    UpdateTypes(Bindings bindings) {
        this.bindings = bindings;
    }

    @Override
    public @Nullable Void set(UpdateAction.Set set) {
        return set.value().accept(this);
    }

    @Override
    public @Nullable Void remove(UpdateAction.Remove remove) {
        return null;
    }

    @Override
    public @Nullable Void add(UpdateAction.Add add) {
        require(add.placeholder(), "operator: ADD", ADDABLE);
        return null;
    }

    @Override
    public @Nullable Void delete(UpdateAction.Delete delete) {
        require(delete.placeholder(), "operator: DELETE", SETS);
        return null;
    }

    @Override
    public @Nullable Void path(SetValue.Path path) {
        return null;
    }

    @Override
    public @Nullable Void value(SetValue.Value value) {
        return null;
    }

    @Override
    public @Nullable Void ifNotExists(SetValue.IfNotExists ifNotExists) {
        return ifNotExists.otherwise().accept(this);
    }

    @Override
    public @Nullable Void listAppend(SetValue.ListAppend listAppend) {
        require(listAppend.first(), "operator or function: list_append", Set.of(AttributeValue.Type.L));
        require(listAppend.second(), "operator or function: list_append", Set.of(AttributeValue.Type.L));
        return null;
    }

    @Override
    public @Nullable Void sum(SetValue.Sum sum) {
        String operator = "operator or function: " + (sum.minus() ? "-" : "+");
        require(sum.left(), operator, Set.of(AttributeValue.Type.N));
        require(sum.right(), operator, Set.of(AttributeValue.Type.N));
        return null;
    }

    private void require(SetValue operand, String operator, Set<AttributeValue.Type> allowed) {
        if (operand instanceof SetValue.Value value) {
            require(value.placeholder(), operator, allowed);
        } else {
            operand.accept(this);
        }
    }

    private void require(String placeholder, String operator, Set<AttributeValue.Type> allowed) {
        AttributeValue value = bindings.value(placeholder);
        if (!allowed.contains(value.type())) {
            throw Refusal.validation("Invalid UpdateExpression: Incorrect operand type for operator or function; "
                    + operator + ", operand type: " + Values.typeName(value));
        }
    }
}
