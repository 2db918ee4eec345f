package dev.anabranch.stores.internal.dynamodb.expression;

/** One action of an update expression. */
sealed interface UpdateAction {

    DocumentPath path();

    <R> R accept(Visitor<R> visitor);

    record Set(DocumentPath path, SetValue value) implements UpdateAction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.set(this);
        }
    }

    record Remove(DocumentPath path) implements UpdateAction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.remove(this);
        }
    }

    /** Adds a number to a number, or elements to a set. {@code placeholder} references the value. */
    record Add(DocumentPath path, String placeholder) implements UpdateAction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.add(this);
        }
    }

    /** Removes elements from a set. {@code placeholder} references the set of elements. */
    record Delete(DocumentPath path, String placeholder) implements UpdateAction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.delete(this);
        }
    }

    /** A function of the kinds of action. */
    interface Visitor<R> {
        R set(Set set);

        R remove(Remove remove);

        R add(Add add);

        R delete(Delete delete);
    }
}
