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

    /** A number to add, or set elements, by the placeholder of the value. */
    record Add(DocumentPath path, String placeholder) implements UpdateAction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.add(this);
        }
    }

    /** Set elements to take out, by the placeholder of the value. */
    record Delete(DocumentPath path, String placeholder) implements UpdateAction {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.delete(this);
        }
    }

    /** Answers for each kind. */
    interface Visitor<R> {
        R set(Set set);

        R remove(Remove remove);

        R add(Add add);

        R delete(Delete delete);
    }
}
