package dev.anabranch.stores.internal.dynamodb.expression;

import java.util.List;

/** A document path, for example {@code a.#b[0]}: attribute names or name placeholders, and list indexes. */
public record DocumentPath(List<Step> steps) {

    public DocumentPath {
        steps = List.copyOf(steps);
    }

    /** An element of a path. */
    sealed interface Step {}

    /** The key of a map: an attribute name, or a placeholder that begins with {@code #}. */
    public record Name(String text) implements Step {

        boolean isPlaceholder() {
            return text.startsWith("#");
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The zero-based index of a list element. */
    record Index(int position) implements Step {

        @Override
        public String toString() {
            return "[" + position + "]";
        }
    }

    /** Returns the name or placeholder of the top-level attribute. */
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

    /** Returns the path in the format of AWS's messages: {@code [a, b, [0]]}. */
    @Override
    public String toString() {
        return steps.toString();
    }
}
