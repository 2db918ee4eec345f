package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.List;

/** A condition, filter or key condition, parsed. */
public sealed interface ItemCondition {

    <R> R accept(Visitor<R> visitor);

    /** The comparators. */
    enum Comparator {
        EQ("="),
        NE("<>"),
        LT("<"),
        LE("<="),
        GT(">"),
        GE(">=");

        private final String symbol;

        Comparator(String symbol) {
            this.symbol = symbol;
        }

        String symbol() {
            return symbol;
        }

        /** Whether a left side that compares so to the right one satisfies this. */
        boolean holds(int comparison) {
            return switch (this) {
                case EQ -> comparison == 0;
                case NE -> comparison != 0;
                case LT -> comparison < 0;
                case LE -> comparison <= 0;
                case GT -> comparison > 0;
                case GE -> comparison >= 0;
            };
        }
    }

    record And(ItemCondition left, ItemCondition right) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.and(this);
        }
    }

    record Or(ItemCondition left, ItemCondition right) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.or(this);
        }
    }

    record Not(ItemCondition condition) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.not(this);
        }
    }

    record Comparison(Operand left, Comparator comparator, Operand right) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.comparison(this);
        }
    }

    record Between(Operand value, Operand low, Operand high) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.between(this);
        }
    }

    record In(Operand value, List<Operand> candidates) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.in(this);
        }
    }

    /** {@code attribute_exists} or, where {@code present} is false, {@code attribute_not_exists}. */
    record Exists(DocumentPath path, boolean present) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exists(this);
        }
    }

    record HasType(DocumentPath path, Operand type) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.hasType(this);
        }
    }

    record BeginsWith(Operand subject, Operand prefix) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.beginsWith(this);
        }
    }

    record Contains(Operand container, Operand element) implements ItemCondition {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.contains(this);
        }
    }

    /** Answers for each kind. */
    interface Visitor<R> {
        R and(And and);

        R or(Or or);

        R not(Not not);

        R comparison(Comparison comparison);

        R between(Between between);

        R in(In in);

        R exists(Exists exists);

        R hasType(HasType hasType);

        R beginsWith(BeginsWith beginsWith);

        R contains(Contains contains);
    }
}
