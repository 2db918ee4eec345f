package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** What must hold for a rule of a Choice state to be taken. */
public sealed interface ChoiceCondition {

    /** Calls the visitor's method for this kind of condition. */
    <R> R accept(Visitor<R> visitor);

    /** JSONata: a boolean, fixed or computed. */
    record Computed(SettingField setting) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitComputed(this);
        }
    }

    /**
     * JSONPath: one comparison.
     *
     * @param variable the path of what is compared
     * @param operator for instance {@code NumericLessThan} or {@code StringEqualsPath}
     * @param operand what it is compared with; a path where the operator ends in {@code Path}
     */
    record Comparison(String variable, String operator, JsonNode operand) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitComparison(this);
        }
    }

    /** Holds if all do. */
    record And(List<ChoiceCondition> conditions) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitAnd(this);
        }
    }

    /** Holds if one does. */
    record Or(List<ChoiceCondition> conditions) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitOr(this);
        }
    }

    /** Holds if the other does not. */
    record Not(ChoiceCondition condition) implements ChoiceCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visitNot(this);
        }
    }

    /** One method per kind of condition. */
    interface Visitor<R> {
        /** A JSONata condition. */
        R visitComputed(Computed condition);

        /** A JSONPath comparison. */
        R visitComparison(Comparison condition);

        /** All of several. */
        R visitAnd(And condition);

        /** One of several. */
        R visitOr(Or condition);

        /** The opposite. */
        R visitNot(Not condition);
    }
}
