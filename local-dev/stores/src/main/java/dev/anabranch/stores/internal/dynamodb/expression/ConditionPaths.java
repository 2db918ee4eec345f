package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;

/** Collects the document paths that a condition reads. */
public final class ConditionPaths implements ItemCondition.Visitor<List<DocumentPath>> {

    private final List<DocumentPath> paths = new ArrayList<>();

    private ConditionPaths() {}

    public static List<DocumentPath> of(ItemCondition condition) {
        return condition.accept(new ConditionPaths());
    }

    private List<DocumentPath> collect(Operand... operands) {
        for (Operand operand : operands) {
            if (operand instanceof Operand.Path path) {
                paths.add(path.path());
            } else if (operand instanceof Operand.Size size) {
                collect(size.of());
            }
        }
        return paths;
    }

    @Override
    public List<DocumentPath> and(ItemCondition.And and) {
        and.left().accept(this);
        return and.right().accept(this);
    }

    @Override
    public List<DocumentPath> or(ItemCondition.Or or) {
        or.left().accept(this);
        return or.right().accept(this);
    }

    @Override
    public List<DocumentPath> not(ItemCondition.Not not) {
        return not.condition().accept(this);
    }

    @Override
    public List<DocumentPath> comparison(ItemCondition.Comparison comparison) {
        return collect(comparison.left(), comparison.right());
    }

    @Override
    public List<DocumentPath> between(ItemCondition.Between between) {
        return collect(between.value(), between.low(), between.high());
    }

    @Override
    public List<DocumentPath> in(ItemCondition.In in) {
        in.candidates().forEach(this::collect);
        return collect(in.value());
    }

    @Override
    public List<DocumentPath> exists(ItemCondition.Exists exists) {
        paths.add(exists.path());
        return paths;
    }

    @Override
    public List<DocumentPath> hasType(ItemCondition.HasType hasType) {
        paths.add(hasType.path());
        return paths;
    }

    @Override
    public List<DocumentPath> beginsWith(ItemCondition.BeginsWith beginsWith) {
        return collect(beginsWith.subject(), beginsWith.prefix());
    }

    @Override
    public List<DocumentPath> contains(ItemCondition.Contains contains) {
        return collect(contains.container(), contains.element());
    }
}
