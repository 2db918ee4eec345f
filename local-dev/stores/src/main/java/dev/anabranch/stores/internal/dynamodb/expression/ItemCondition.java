package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.List;

/** The syntax tree of a condition, filter or key condition. */
public sealed interface ItemCondition {

    <R> R accept(Visitor<R> visitor);

    /** A comparison operator. */
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

        /** Returns true if the result of a {@code compareTo} call, left to right, satisfies this operator. */
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

    /** {@code attribute_exists}, or {@code attribute_not_exists} if {@code present} is false. */
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

    /** A function of the kinds of condition. */
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
