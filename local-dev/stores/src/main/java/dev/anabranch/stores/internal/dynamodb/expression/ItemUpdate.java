package dev.anabranch.stores.internal.dynamodb.expression;

import dev.anabranch.stores.internal.dynamodb.item.DynamoDbErrors;
import dev.anabranch.stores.internal.dynamodb.item.KeySchema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An update expression that was checked for one request, with its actions in the order in which they are applied. */
public final class ItemUpdate {

    private final List<UpdateAction> changes = new ArrayList<>();
    private final List<UpdateAction> removals = new ArrayList<>();
    private final List<DocumentPath> paths;
    private final Bindings bindings;

    public ItemUpdate(List<UpdateAction> actions, Bindings bindings) {
        this.bindings = bindings;
        this.paths = new ArrayList<>(actions.size());
        actions.forEach(action -> paths.add(action.path()));
        bindings.refuseOverlaps(Expressions.UPDATE, paths);
        UpdateTypes types = new UpdateTypes(bindings);
        for (UpdateAction action : actions) {
            action.accept(types);
            (action instanceof UpdateAction.Remove ? removals : changes).add(action);
        }
        // Indexes refer to the list before the update. Ascending order keeps the order of appended elements; removing
        // in descending order does not shift the elements that are still to be removed.
        Comparator<UpdateAction> lowIndexFirst = Comparator.comparing(UpdateAction::path, this::compareIndexes);
        changes.sort(lowIndexFirst);
        removals.sort(lowIndexFirst.reversed());
    }

    /**
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if the update changes a key attribute
     */
    public void refuseKeys(KeySchema keys) {
        for (DocumentPath path : paths) {
            String attribute = bindings.name((DocumentPath.Name) path.steps().get(0));
            if (keys.has(attribute)) {
                throw DynamoDbErrors.validation("One or more parameter values were invalid: Cannot update attribute "
                        + attribute + ". This attribute is part of the key");
            }
        }
    }

    /** Returns a projection to the updated paths, for UPDATED_OLD and UPDATED_NEW. */
    public Projection updated() {
        return new Projection(paths, bindings);
    }

    public Map<String, AttributeValue> apply(Map<String, AttributeValue> before) {
        UpdateEvaluator evaluator = new UpdateEvaluator(bindings, before);
        changes.forEach(action -> action.accept(evaluator));
        removals.forEach(action -> action.accept(evaluator));
        return evaluator.result();
    }

    /**
     * Compares attribute names instead of placeholders, since {@code #a} and {@code lst} may refer to the same list.
     */
    private int compareIndexes(DocumentPath one, DocumentPath two) {
        for (int i = 0; i < Math.min(one.length(), two.length()); i++) {
            DocumentPath.Step left = one.steps().get(i);
            DocumentPath.Step right = two.steps().get(i);
            int order = left instanceof DocumentPath.Index l && right instanceof DocumentPath.Index r
                    ? Integer.compare(l.position(), r.position())
                    : text(left).compareTo(text(right));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.length(), two.length());
    }

    private String text(DocumentPath.Step step) {
        return step instanceof DocumentPath.Name name ? bindings.name(name) : step.toString();
    }
}
