package dev.anabranch.stores.internal.dynamodb.expression;

/** The right-hand side of a SET action. */
sealed interface SetValue {

    <R> R accept(Visitor<R> visitor);

    record Path(DocumentPath path) implements SetValue {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.path(this);
        }
    }

    record Value(String placeholder) implements SetValue {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.value(this);
        }
    }

    record IfNotExists(DocumentPath path, SetValue otherwise) implements SetValue {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.ifNotExists(this);
        }
    }

    record ListAppend(SetValue first, SetValue second) implements SetValue {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.listAppend(this);
        }
    }

    /** {@code left + right}, or {@code left - right} if {@code minus} is true. */
    record Sum(SetValue left, SetValue right, boolean minus) implements SetValue {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sum(this);
        }
    }

    /** A function of the kinds of value. */
    interface Visitor<R> {
        R path(Path path);

        R value(Value value);

        R ifNotExists(IfNotExists ifNotExists);

        R listAppend(ListAppend listAppend);

        R sum(Sum sum);
    }
}
