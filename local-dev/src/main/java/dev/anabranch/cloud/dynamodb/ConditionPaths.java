package dev.anabranch.cloud.dynamodb;

import java.util.ArrayList;
import java.util.List;

/** Collects the paths that a condition reads. */
final class ConditionPaths implements Condition.Visitor<List<DocumentPath>> {

    private final List<DocumentPath> paths = new ArrayList<>();

    private ConditionPaths() {}

    static List<DocumentPath> of(Condition condition) {
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
    public List<DocumentPath> and(Condition.And and) {
        and.left().accept(this);
        return and.right().accept(this);
    }

    @Override
    public List<DocumentPath> or(Condition.Or or) {
        or.left().accept(this);
        return or.right().accept(this);
    }

    @Override
    public List<DocumentPath> not(Condition.Not not) {
        return not.condition().accept(this);
    }

    @Override
    public List<DocumentPath> comparison(Condition.Comparison comparison) {
        return collect(comparison.left(), comparison.right());
    }

    @Override
    public List<DocumentPath> between(Condition.Between between) {
        return collect(between.value(), between.low(), between.high());
    }

    @Override
    public List<DocumentPath> in(Condition.In in) {
        in.candidates().forEach(this::collect);
        return collect(in.value());
    }

    @Override
    public List<DocumentPath> exists(Condition.Exists exists) {
        paths.add(exists.path());
        return paths;
    }

    @Override
    public List<DocumentPath> hasType(Condition.HasType hasType) {
        paths.add(hasType.path());
        return paths;
    }

    @Override
    public List<DocumentPath> beginsWith(Condition.BeginsWith beginsWith) {
        return collect(beginsWith.subject(), beginsWith.prefix());
    }

    @Override
    public List<DocumentPath> contains(Condition.Contains contains) {
        return collect(contains.container(), contains.element());
    }
}
