package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.List;

/** A place inside an item, as {@code a.#b[0]}: attribute names or their placeholders, and list indexes. */
public record DocumentPath(List<Step> steps) {

    public DocumentPath {
        steps = List.copyOf(steps);
    }

    /** One step down. */
    sealed interface Step {}

    /** Into a map: a name, or a placeholder that begins with {@code #}. */
    public record Name(String text) implements Step {

        boolean isPlaceholder() {
            return text.startsWith("#");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Into a list. */
    record Index(int position) implements Step {

        @Override
        public String toString() {
            return "[" + position + "]";
        }
    }

    /** The attribute of the item itself. */
    String top() {
        return ((Name) steps.get(0)).text();
    }

    public int length() {
        return steps.size();
    }

    boolean isPrefixOf(DocumentPath other) {
        if (length() > other.length()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!steps.get(i).equals(other.steps.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** As AWS writes paths in messages: {@code [a, b, [0]]}. */
    @Override
    public String toString() {
        return steps.toString();
    }
}
