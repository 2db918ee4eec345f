package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The actions of an update in the order in which they are applied. Depends on the names of a request only if the
 * expression has placeholders for names.
 *
 * @param changes the actions that are applied first
 * @param removals the actions that are applied last
 * @param updated the updated paths, for UPDATED_OLD and UPDATED_NEW
 */
record UpdateOrder(
        List<UpdateAction> changes, List<UpdateAction> removals, List<DocumentPath> paths, Projection updated) {

    /**
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException if two paths overlap
     */
    static UpdateOrder of(List<UpdateAction> actions, Bindings bindings) {
        List<DocumentPath> paths = actions.stream().map(UpdateAction::path).toList();
        bindings.refuseOverlaps(Expressions.UPDATE, paths);
        List<UpdateAction> changes = new ArrayList<>();
        List<UpdateAction> removals = new ArrayList<>();
        for (UpdateAction action : actions) {
            (action instanceof UpdateAction.Remove ? removals : changes).add(action);
        }
        // Indexes refer to the list before the update. Ascending order keeps the order of appended elements; removing
        // in descending order does not shift the elements that are still to be removed.
        Comparator<UpdateAction> lowIndexFirst =
                Comparator.comparing(UpdateAction::path, (one, two) -> compareIndexes(one, two, bindings));
        changes.sort(lowIndexFirst);
        removals.sort(lowIndexFirst.reversed());
        return new UpdateOrder(changes, removals, paths, new Projection(paths, bindings));
    }

    /**
     * Compares attribute names instead of placeholders, since {@code #a} and {@code lst} may refer to the same list.
     */
    private static int compareIndexes(DocumentPath one, DocumentPath two, Bindings bindings) {
        for (int i = 0; i < Math.min(one.length(), two.length()); i++) {
            DocumentPath.Step left = one.steps().get(i);
            DocumentPath.Step right = two.steps().get(i);
            int order = left instanceof DocumentPath.Index l && right instanceof DocumentPath.Index r
                    ? Integer.compare(l.position(), r.position())
                    : text(left, bindings).compareTo(text(right, bindings));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(one.length(), two.length());
    }

    private static String text(DocumentPath.Step step, Bindings bindings) {
        return step instanceof DocumentPath.Name name ? bindings.name(name) : step.toString();
    }
}
