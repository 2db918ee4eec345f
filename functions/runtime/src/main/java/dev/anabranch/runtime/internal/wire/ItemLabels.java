package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The labels of the items around an action: the names that {@code label(...)} of its fan-outs gives them. There is one
 * for each index of the action's path, empty for an item without a label. A label is the text of a string, number
 * or boolean, cut to {@value #LONGEST} code points.
 *
 * <p>State machines and records have the text form: the labels joined by {@link #SEPARATOR}, which no label contains.
 *
 * @param levels the labels, outermost first; empty if no item has one
 */
public record ItemLabels(List<String> levels) {

    /** The maximum length of a label in code points, including the dots of a cut one. */
    public static final int LONGEST = 100;

    /** Names the item itself instead of one of its fields. No field has this name. */
    public static final String ITEM_ITSELF = ".";

    /** Separates the labels of one action: the control character for units. */
    public static final String SEPARATOR = "\u001f";

    /** Separates the texts of the actions of a shared record: the control character for records. */
    public static final String ACTIONS = "\u001e";

    /** Separates the labels in {@link #name()}. */
    private static final String LEVELS = " / ";

    /** The end of a label that was cut. */
    public static final String DOTS = "…";

    /** No labels. */
    public static final ItemLabels NONE = new ItemLabels(List.of());

    /** The most digits of an integer that JSONata's {@code $string} writes exactly. */
    private static final int EXACT_DIGITS = 15;

    /** Copies the list. */
    public ItemLabels {
        levels = levels.stream().allMatch(String::isEmpty) ? List.of() : List.copyOf(levels);
    }

    /** Parses the text form. */
    public static ItemLabels parse(String text) {
        return text.isEmpty() ? NONE : new ItemLabels(List.of(text.split(SEPARATOR, -1)));
    }

    /** Returns the text form; empty if no item has a label. */
    public String text() {
        return String.join(SEPARATOR, levels);
    }

    /** Returns the text form of the labels of several actions; empty if none of them has one. */
    public static String text(List<ItemLabels> actions) {
        return actions.stream().allMatch(ItemLabels::isEmpty)
                ? ""
                : String.join(ACTIONS, actions.stream().map(ItemLabels::text).toList());
    }

    /** Parses the text form of the labels of several actions: see {@link #text(List)}. */
    public static List<ItemLabels> parseAll(String text) {
        return text.isEmpty()
                ? List.of()
                : List.of(text.split(ACTIONS, -1)).stream()
                        .map(ItemLabels::parse)
                        .toList();
    }

    /** Returns whether no item has a label. */
    public boolean isEmpty() {
        return levels.isEmpty();
    }

    /**
     * Returns these labels followed by that of an inner item.
     *
     * @param depth the number of indexes around the inner item
     */
    ItemLabels inner(int depth, Optional<String> label) {
        List<String> all = new ArrayList<>(levels.isEmpty() ? Collections.nCopies(depth, "") : levels);
        all.add(label.orElse(""));
        return new ItemLabels(all);
    }

    /** Returns the labels as one text, such as {@code Norway / Oslo}; empty if there are none. */
    public String name() {
        if (levels.isEmpty()) {
            return "";
        }
        return String.join(
                LEVELS, levels.stream().filter(label -> !label.isEmpty()).toList());
    }

    /**
     * Returns whether {@code wanted} is the label of one of the items, or all labels as {@link #name()} writes them. A
     * longer text than a label can have is cut before.
     */
    public boolean has(String wanted) {
        return !wanted.isEmpty() && (levels.contains(cut(wanted)) || name().equals(wanted));
    }

    /** As {@link #has(String)}, for labels of which only the {@link #name()} is known. */
    public static boolean has(String name, String wanted) {
        return !wanted.isEmpty()
                && (name.equals(wanted) || List.of(name.split(LEVELS)).contains(cut(wanted)));
    }

    /**
     * Returns the label of an item.
     *
     * @param item the item in its {@link Wire} form; one that the state machine cannot read has its labels beside it
     * @param field the name of the field, or {@link #ITEM_ITSELF}
     */
    static Optional<String> ofWire(JsonNode item, String field) {
        JsonNode label = item.path("labels").path(field);
        return label.isTextual() ? Optional.of(label.textValue()) : of(item.path("v"), field);
    }

    /** Returns the label of an item; empty if the field is missing, null, empty, an object or a list. */
    public static Optional<String> of(JsonNode item, String field) {
        JsonNode value = field.equals(ITEM_ITSELF) ? item : item.path(field);
        return value.isValueNode() && !value.isNull() && !value.asText().isEmpty()
                ? Optional.of(cut(value.isNumber() ? value.toString() : value.asText()))
                : Optional.empty();
    }

    /** Returns whether an expression of a state machine writes the label of an item as {@link #of} does. */
    public static boolean isExact(JsonNode item, String field) {
        JsonNode value = field.equals(ITEM_ITSELF) ? item : item.path(field);
        return !value.isNumber()
                || (value.isIntegralNumber() && value.toString().length() <= EXACT_DIGITS);
    }

    /** Returns a text as a label. */
    public static String cut(String text) {
        String clean = text.replace(ACTIONS, " ").replace(SEPARATOR, " ");
        return clean.codePointCount(0, clean.length()) <= LONGEST
                ? clean
                : clean.substring(0, clean.offsetByCodePoints(0, LONGEST - 1)) + DOTS;
    }

    /** Returns indexes with a {@link #name()} for people, such as {@code 3.17 "Norway / Oslo"}. */
    public static String shown(String indexes, String name) {
        return name.isEmpty() ? indexes : indexes + " " + quoted(name);
    }

    /**
     * Returns a label in quotes. Control characters, and characters that change the direction of text, are written as
     * escapes, so that a label cannot change how the rest of a line is read.
     */
    public static String quoted(String label) {
        StringBuilder quoted = new StringBuilder("\"");
        label.codePoints().forEach(point -> {
            if (point == '"' || point == '\\') {
                quoted.append('\\').appendCodePoint(point);
            } else if (isPlain(point)) {
                quoted.appendCodePoint(point);
            } else {
                quoted.append(String.format("\\u%04x", point));
            }
        });
        return quoted.append('"').toString();
    }

    private static boolean isPlain(int point) {
        int type = Character.getType(point);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
