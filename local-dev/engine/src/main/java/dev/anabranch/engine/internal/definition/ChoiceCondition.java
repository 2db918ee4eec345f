package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The condition of a rule of a Choice state. */
public sealed interface ChoiceCondition {

    /** Calls the visitor's method for this type of condition. */
    <R> R accept(Visitor<R> visitor);

    /** JSONata: a literal or computed boolean. */
    record Computed(SettingField setting) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitComputed(this);
        }
    }

    /**
     * JSONPath: one comparison.
     *
     * @param variable the path of the left operand
     * @param operator for example {@code NumericLessThan} or {@code StringEqualsPath}
     * @param operand the right operand; a path if the operator ends in {@code Path}
     */
    record Comparison(String variable, String operator, JsonNode operand) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitComparison(this);
        }
    }

    /** True if all conditions are true. */
    record And(List<ChoiceCondition> conditions) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitAnd(this);
        }
    }

    /** True if one condition is true. */
    record Or(List<ChoiceCondition> conditions) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitOr(this);
        }
    }

    /** True if the condition is false. */
    record Not(ChoiceCondition condition) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitNot(this);
        }
    }

    /** One method per type of condition. */
    interface Visitor<R> {
        /** Visits a JSONata condition. */
        R visitComputed(Computed condition);

        /** Visits a JSONPath comparison. */
        R visitComparison(Comparison condition);

        /** Visits a conjunction. */
        R visitAnd(And condition);

        /** Visits a disjunction. */
        R visitOr(Or condition);

        /** Visits a negation. */
        R visitNot(Not condition);
    }
}
