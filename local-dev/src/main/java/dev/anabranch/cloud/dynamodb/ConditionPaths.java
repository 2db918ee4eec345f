package dev.anabranch.cloud.dynamodb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the paths that a condition reads. */
final class ConditionPaths implements Condition.Visitor<@Nullable Void> {

    private final List<DocumentPath> paths = new ArrayList<>();

    private ConditionPaths() {}

    static List<DocumentPath> of(Condition condition) {
        ConditionPaths paths = new ConditionPaths();
        condition.accept(paths);
        return paths.paths;
    }

    private @Nullable Void collect(Operand... operands) {
        for (Operand operand : operands) {
            if (operand instanceof Operand.Path path) {
                paths.add(path.path());
            } else if (operand instanceof Operand.Size size) {
                collect(size.of());
            }
        }
        return null;
    }

    @Override
    public @Nullable Void and(Condition.And and) {
        and.left().accept(this);
        return and.right().accept(this);
    }

    @Override
    public @Nullable Void or(Condition.Or or) {
        or.left().accept(this);
        return or.right().accept(this);
    }

    @Override
    public @Nullable Void not(Condition.Not not) {
        return not.condition().accept(this);
    }

    @Override
    public @Nullable Void comparison(Condition.Comparison comparison) {
        return collect(comparison.left(), comparison.right());
    }

    @Override
    public @Nullable Void between(Condition.Between between) {
        return collect(between.value(), between.low(), between.high());
    }

    @Override
    public @Nullable Void in(Condition.In in) {
        in.candidates().forEach(this::collect);
        return collect(in.value());
    }

    @Override
    public @Nullable Void exists(Condition.Exists exists) {
        paths.add(exists.path());
        return null;
    }

    @Override
    public @Nullable Void hasType(Condition.HasType hasType) {
        paths.add(hasType.path());
        return null;
    }

    @Override
    public @Nullable Void beginsWith(Condition.BeginsWith beginsWith) {
        return collect(beginsWith.subject(), beginsWith.prefix());
    }

    @Override
    public @Nullable Void contains(Condition.Contains contains) {
        return collect(contains.container(), contains.element());
    }
}
