package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.runs.internal.action.InputLocation;
import dev.anabranch.runs.internal.graph.InputPart.Source;
import java.util.Locale;

/** Formats the input of an action. */
public final class ActionText {

    /** The longest printed input; {@code --json} prints all of it. */
    private static final int LONGEST = 1_000;

    private ActionText() {}

    /**
     * Returns two lines for each part of the input: where it is stored, and its value.
     *
     * @param next the commands that the text suggests
     */
    public static String input(ClientAction action, String run, ActionInputs inputs, NextCommand next) {
        if (action.run().isPresent()) {
            String started = action.run().get();
            return "  input: the input of the run `" + started + "`\n    "
                    + inputs.ofRun(started).map(ActionText::cut).orElse("(not recorded)") + "\n";
        }
        if (action.input().isEmpty()) {
            return "  input: only constants of the definition\n";
        }
        StringBuilder text = new StringBuilder();
        for (InputLocation place : (Iterable<InputLocation>)
                action.input().stream().flatMap(part -> inputs.places(part).stream())::iterator) {
            String part = place.part().isEmpty() || place.part().startsWith("[") ? place.part() : "." + place.part();
            text.append("  input").append(part).append(": ").append(place).append('\n');
            text.append("    ").append(value(place, run, inputs, next)).append('\n');
        }
        return text.toString();
    }

    private static String value(InputLocation place, String run, ActionInputs inputs, NextCommand next) {
        if (place.source() == Source.RESULTS) {
            String items = place.path().isEmpty() ? "" : " --items " + place.path();
            return next.of("results " + run + " --node " + ShellWord.of(place.node()) + items);
        }
        if (place.source() == Source.WHEN) {
            return "(the result of one of its branches; not recorded)";
        }
        if (place.source() == Source.STEPS) {
            return "(made of the results of its steps; not recorded)";
        }
        return inputs.value(place).map(ActionText::cut).orElse("(not recorded)");
    }

    private static String cut(JsonNode json) {
        String text = json.toString();
        if (text.length() <= LONGEST) {
            return text;
        }
        return String.format(
                Locale.ROOT,
                "%s ... (%,d characters; use --json to print all)",
                text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST),
                text.length());
    }
}
