package dev.anabranch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.action.ActionRecord;
import dev.anabranch.run.ActionInputs;
import dev.anabranch.run.InputPart.Source;
import dev.anabranch.run.InputPlace;
import dev.anabranch.run.RunAction;
import java.util.Locale;

/** An action in a line, and its input in a few more. */
final class ActionText {

    /** A screen of it; who wants more takes {@code --json}. */
    private static final int LONGEST = 1_000;

    private ActionText() {}

    static String of(RunAction action) {
        ActionRecord record = action.record();
        String error = record.error() == null ? "" : "  " + record.error() + ": " + record.errorMessage();
        String path = action.path().isEmpty() ? "" : "[" + action.path() + "]";
        return action.node() + path + "  " + record.status()
                + (record.attempts() > 1 ? "  " + record.attempts() + " attempts" : "") + error;
    }

    /** Where each part of its input is, and what is there. */
    static String input(RunAction action, String run, ActionInputs inputs) {
        if (action.input().isEmpty()) {
            return "  input: all of it is in the definition\n";
        }
        StringBuilder text = new StringBuilder();
        for (InputPlace place : action.input()) {
            String part = place.part().isEmpty() || place.part().startsWith("[") ? place.part() : "." + place.part();
            text.append("  input").append(part).append(": ").append(place).append('\n');
            text.append("    ").append(value(place, run, inputs)).append('\n');
        }
        return text.toString();
    }

    private static String value(InputPlace place, String run, ActionInputs inputs) {
        if (place.source() == Source.RESULTS) {
            String items = place.path().isEmpty() ? "" : " --items " + place.path();
            return "anabranch results " + run + " --node '" + place.node() + "'" + items;
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
