package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An update expression that was checked for one request, with its actions in the order in which they are applied. */
public final class ItemUpdate {

    private final UpdateOrder order;
    private final Bindings bindings;

    ItemUpdate(List<UpdateAction> actions, UpdateOrder order, Bindings bindings) {
        this.order = order;
        this.bindings = bindings;
        UpdateTypes types = new UpdateTypes(bindings);
        actions.forEach(action -> action.accept(types));
    }

    /** Creates an update whose checks have passed before, for another request. */
    public ItemUpdate(CheckedUpdate checked, Bindings bindings) {
        this.order = checked.order();
        this.bindings = bindings;
    }

    UpdateOrder order() {
        return order;
    }

    /** Returns an update that changes nothing. */
    public static ItemUpdate none(Bindings bindings) {
        return new ItemUpdate(List.of(), UpdateOrder.of(List.of(), bindings), bindings);
    }

    /**
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if the update changes a key attribute
     */
    public void refuseKeys(KeySchema keys) {
        for (DocumentPath path : order.paths()) {
            String attribute = bindings.name((DocumentPath.Name) path.steps().get(0));
            if (keys.has(attribute)) {
                throw DynamoDbErrors.validation("One or more parameter values were invalid: Cannot update attribute "
                        + attribute + ". This attribute is part of the key");
            }
        }
    }

    /** Returns a projection to the updated paths, for UPDATED_OLD and UPDATED_NEW. */
    public Projection updated() {
        return order.updated();
    }

    public Map<String, AttributeValue> apply(Map<String, AttributeValue> before) {
        UpdateEvaluator evaluator =
                new UpdateEvaluator(bindings, before, order.changes().size());
        for (UpdateAction action : order.changes()) {
            action.accept(evaluator);
        }
        for (UpdateAction action : order.removals()) {
            action.accept(evaluator);
        }
        return evaluator.result();
    }
}
