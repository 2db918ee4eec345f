package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints state machines for review: indented lines without closing brackets, in which a repetition refers to its first
 * occurrence in any machine printed before. {@code as one-call/fail} stands for a state that equals state {@code fail}
 * of {@code one-call}, except for the values listed after it; {@code as one-call/echo.Retry} stands for an equal value.
 * A change of one retrier therefore changes the text in one place.
 */
final class MachinePrinter {

    private static final int WIDTH = 130;

    /** The values in which a state may differ from the one that it refers to. */
    private static final int DIFFERENCES = 6;

    /** A state that was printed in full, with its scalars by path. */
    private record PrintedState(String place, Map<String, JsonNode> scalars) {}

    private final List<PrintedState> states = new ArrayList<>();
    private final Map<JsonNode, String> places = new HashMap<>();
    private final StringBuilder out = new StringBuilder();

    /** Returns the text of a machine; it may refer to the machines printed before by this printer. */
    String print(String machine, JsonNode definition) {
        out.setLength(0);
        definition.properties().forEach(field -> printField(field.getKey(), field.getValue(), 0, machine, machine));
        return out.toString();
    }

    private void printField(String key, JsonNode value, int indent, String machine, String place) {
        if (key.equals("States")) {
            line(indent, "States:");
            for (Entry<String, JsonNode> state : value.properties()) {
                printState(state.getKey(), state.getValue(), indent + 2, machine);
            }
        } else {
            printValue(key + ":", value, indent, machine, place + "." + key);
        }
    }

    private void printState(String name, JsonNode state, int indent, String machine) {
        String place = machine + "/" + name;
        if (state.findValue("States") == null) {
            Map<String, JsonNode> scalars = new LinkedHashMap<>();
            addScalars("", state, scalars);
            PrintedState like = mostSimilar(scalars);
            if (like != null) {
                printDifferences(name + ": as " + like.place, differences(like, scalars), indent);
                return;
            }
            states.add(new PrintedState(place, scalars));
        }
        line(indent, name + ":");
        printNested(state, indent + 2, machine, place);
    }

    private void printDifferences(String start, Map<String, JsonNode> differences, int indent) {
        List<String> fields = differences.entrySet().stream()
                .map(field -> field.getKey() + ": " + field.getValue())
                .toList();
        String all = fields.isEmpty() ? start : start + " with " + String.join(", ", fields);
        if (indent + all.length() <= WIDTH) {
            line(indent, all);
        } else {
            line(indent, start + " with");
            fields.forEach(field -> line(indent + 2, field));
        }
    }

    private void printValue(String label, JsonNode value, int indent, String machine, String place) {
        String whole = label + " " + value;
        if (!value.isContainerNode() || indent + whole.length() <= WIDTH) {
            line(indent, whole);
            return;
        }
        String before = value.findValue("States") == null ? places.putIfAbsent(value, place) : null;
        if (before != null) {
            line(indent, label + " as " + before);
            return;
        }
        line(indent, label);
        printNested(value, indent + 2, machine, place);
    }

    private void printNested(JsonNode value, int indent, String machine, String place) {
        value.properties().forEach(field -> printField(field.getKey(), field.getValue(), indent, machine, place));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            printValue("-", value.get(i), indent, machine, place + "." + i);
        }
    }

    private @Nullable PrintedState mostSimilar(Map<String, JsonNode> scalars) {
        PrintedState best = null;
        int least = DIFFERENCES + 1;
        for (PrintedState state : states) {
            if (state.scalars.keySet().equals(scalars.keySet())) {
                int different = differences(state, scalars).size();
                if (different < least) {
                    best = state;
                    least = different;
                }
            }
        }
        return best;
    }

    private static Map<String, JsonNode> differences(PrintedState state, Map<String, JsonNode> scalars) {
        return scalars.entrySet().stream()
                .filter(scalar -> !scalar.getValue().equals(state.scalars.get(scalar.getKey())))
                .collect(Collectors.toMap(Entry::getKey, Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    /** Adds all values that contain no other value, with their paths. */
    private static void addScalars(String path, JsonNode value, Map<String, JsonNode> scalars) {
        if (value.isEmpty()) {
            scalars.put(path, value);
        }
        String start = path.isEmpty() ? "" : path + ".";
        value.properties().forEach(field -> addScalars(start + field.getKey(), field.getValue(), scalars));
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            addScalars(start + i, value.get(i), scalars);
        }
    }

    private void line(int indent, String text) {
        out.append(" ".repeat(indent)).append(text).append('\n');
    }
}
