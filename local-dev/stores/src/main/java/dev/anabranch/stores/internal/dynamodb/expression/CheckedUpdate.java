package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The expressions of an update that were checked for the values of one request. Most requests of a program differ only
 * in their values, and most checks depend only on the types of these.
 *
 * @param order the actions of the update
 * @param conditionText the text of the condition; null if there is none
 * @param condition the condition; null if there is none
 * @param keys the key of the table, which the update does not change
 * @param types the types of the values by placeholder
 */
public record CheckedUpdate(
        UpdateOrder order,
        @Nullable String conditionText,
        @Nullable ItemCondition condition,
        KeySchema keys,
        Map<String, AttributeValue.Type> types) {

    /** Returns whether the checks of a request with the same update expression have the same result. */
    boolean fits(@Nullable String otherCondition, KeySchema otherKeys, Bindings bindings) {
        return Objects.equals(conditionText, otherCondition) && keys.equals(otherKeys) && bindings.have(types);
    }

    /** Returns whether the checks of a condition depend only on the types of the values. */
    static boolean dependsOnTypes(@Nullable ItemCondition condition) {
        if (condition instanceof ItemCondition.And and) {
            return dependsOnTypes(and.left()) && dependsOnTypes(and.right());
        }
        if (condition instanceof ItemCondition.Or or) {
            return dependsOnTypes(or.left()) && dependsOnTypes(or.right());
        }
        if (condition instanceof ItemCondition.Not not) {
            return dependsOnTypes(not.condition());
        }
        return !(condition instanceof ItemCondition.Between || condition instanceof ItemCondition.HasType);
    }
}
