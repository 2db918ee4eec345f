package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.AttributeValues;
import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Checks the types of an update's placeholder values. The check does not depend on stored items. */
final class UpdateTypes implements UpdateAction.Visitor<UpdateAction>, SetValue.Visitor<SetValue> {

    private static final Set<AttributeValue.Type> ADDABLE =
            Set.of(AttributeValue.Type.N, AttributeValue.Type.SS, AttributeValue.Type.NS, AttributeValue.Type.BS);
    private static final Set<AttributeValue.Type> SETS =
            Set.of(AttributeValue.Type.SS, AttributeValue.Type.NS, AttributeValue.Type.BS);

    /** The names that AWS's messages about ADD and DELETE use. */
    private static final Map<AttributeValue.Type, String> LONG_NAMES = Map.of(
            AttributeValue.Type.S, "STRING",
            AttributeValue.Type.N, "NUMBER",
            AttributeValue.Type.B, "BINARY",
            AttributeValue.Type.BOOL, "BOOLEAN",
            AttributeValue.Type.NUL, "NULL",
            AttributeValue.Type.L, "LIST",
            AttributeValue.Type.M, "MAP");

    private final Bindings bindings;

    UpdateTypes(Bindings bindings) {
        this.bindings = bindings;
    }

    @Override
    public UpdateAction set(UpdateAction.Set set) {
        set.value().accept(this);
        return set;
    }

    @Override
    public UpdateAction remove(UpdateAction.Remove remove) {
        return remove;
    }

    @Override
    public UpdateAction add(UpdateAction.Add add) {
        require(add.placeholder(), "operator: ADD", ADDABLE, UpdateTypes::longName);
        return add;
    }

    @Override
    public UpdateAction delete(UpdateAction.Delete delete) {
        require(delete.placeholder(), "operator: DELETE", SETS, UpdateTypes::longName);
        return delete;
    }

    @Override
    public SetValue path(SetValue.Path path) {
        return path;
    }

    @Override
    public SetValue value(SetValue.Value value) {
        return value;
    }

    @Override
    public SetValue ifNotExists(SetValue.IfNotExists ifNotExists) {
        ifNotExists.otherwise().accept(this);
        return ifNotExists;
    }

    @Override
    public SetValue listAppend(SetValue.ListAppend listAppend) {
        require(listAppend.first(), "operator or function: list_append", Set.of(AttributeValue.Type.L));
        require(listAppend.second(), "operator or function: list_append", Set.of(AttributeValue.Type.L));
        return listAppend;
    }

    @Override
    public SetValue sum(SetValue.Sum sum) {
        String operator = "operator or function: " + (sum.minus() ? "-" : "+");
        require(sum.left(), operator, Set.of(AttributeValue.Type.N));
        require(sum.right(), operator, Set.of(AttributeValue.Type.N));
        return sum;
    }

    private void require(SetValue operand, String operator, Set<AttributeValue.Type> allowed) {
        if (operand instanceof SetValue.Value value) {
            require(value.placeholder(), operator, allowed, AttributeValues::typeName);
        } else {
            operand.accept(this);
        }
    }

    private void require(
            String placeholder,
            String operator,
            Set<AttributeValue.Type> allowed,
            Function<AttributeValue, String> typeName) {
        AttributeValue value = bindings.value(placeholder);
        if (!allowed.contains(value.type())) {
            throw DynamoDbErrors.validation(
                    "Invalid UpdateExpression: Incorrect operand type for operator or function; " + operator
                            + ", operand type: " + typeName.apply(value));
        }
    }

    private static String longName(AttributeValue value) {
        return LONG_NAMES.getOrDefault(value.type(), AttributeValues.typeName(value));
    }
}
