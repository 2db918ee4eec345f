package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.runs.internal.action.InputLocation;
import dev.anabranch.runs.internal.graph.InputPart.Source;
import java.util.Locale;

/** An action in a line, and its input in a few more. */
public final class ActionText {

    /** A screen of it; who wants more takes {@code --json}. */
    private static final int LONGEST = 1_000;

    private ActionText() {}

    public static String of(ClientAction action) {
        String error = action.error()
                .map(said -> "  " + said.name() + ": " + said.message())
                .orElse("");
        String path = action.path().isEmpty() ? "" : "[" + action.path() + "]";
        return action.node() + path + "  " + action.status()
                + (action.attempts() > 1 ? "  " + action.attempts() + " attempts" : "") + error;
    }

    /**
     * Where each part of its input is, and what is there.
     *
     * @param target the options that lead to the run
     */
    public static String input(ClientAction action, String run, ActionInputs inputs, String target) {
        if (action.input().isEmpty()) {
            return "  input: all of it is in the definition\n";
        }
        StringBuilder text = new StringBuilder();
        for (InputLocation place : action.input()) {
            String part = place.part().isEmpty() || place.part().startsWith("[") ? place.part() : "." + place.part();
            text.append("  input").append(part).append(": ").append(place).append('\n');
            text.append("    ").append(value(place, run, inputs, target)).append('\n');
        }
        return text.toString();
    }

    private static String value(InputLocation place, String run, ActionInputs inputs, String target) {
        if (place.source() == Source.RESULTS) {
            String items = place.path().isEmpty() ? "" : " --items " + place.path();
            return "anabranch results " + run + " --node " + ShellWord.of(place.node()) + items + target;
        }
        if (place.source() == Source.WHEN) {
            return "(one of its sides; no record has it)";
        }
        return inputs.value(place).map(ActionText::cut).orElse("(nothing is recorded there)");
    }

    private static String cut(JsonNode json) {
        String text = json.toString();
        if (text.length() <= LONGEST) {
            return text;
        }
        return String.format(
                Locale.ROOT,
                "%s ... (%,d characters; all of them with --json)",
                text.substring(0, Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST),
                text.length());
    }
}
