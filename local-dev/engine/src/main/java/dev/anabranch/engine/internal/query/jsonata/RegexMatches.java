package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.JException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Iterates over the matches of a regular expression, as JSONata does. Backtracking can take exponential time, so each
 * access to a character counts as a step of the evaluation.
 */
final class RegexMatches {

    private static final long STEPS_PER_CHARACTER = 1;

    private final String text;
    private final Matcher matcher;
    private boolean begun;

    RegexMatches(Pattern pattern, String text) {
        this.text = text;
        this.matcher = pattern.matcher(new CountedText(text, EvaluationBounds.current()));
    }

    /**
     * Moves to the next match. Returns false if there is none.
     *
     * @throws JException D1004 if the expression matches an empty text before the end
     */
    boolean next() {
        if (!begun) {
            begun = true;
            return matcher.find();
        } else if (matcher.end() >= text.length()) {
            return false;
        }
        boolean wasEmpty = matcher.start() == matcher.end();
        boolean found = matcher.find();
        if (wasEmpty || (found && matcher.start() == matcher.end())) {
            throw new JException("D1004", -1);
        }
        return found;
    }

    int start() {
        return matcher.start();
    }

    int end() {
        return matcher.end();
    }

    String matched() {
        return matcher.group();
    }

    /** Returns the number of groups of the expression. */
    int groups() {
        return matcher.groupCount();
    }

    /** Returns the text of a group, or null if the group did not match. */
    @Nullable
    String group(int number) {
        return matcher.group(number);
    }

    /** Returns the match in the format of {@code $match}. */
    Map<String, Object> asResult() {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("match", matched());
        result.put("index", start());
        result.put("groups", listed());
        return result;
    }

    /** Returns the match as the argument of a replacement function. */
    Map<String, Object> asArgument() {
        Map<String, Object> argument = new LinkedHashMap<>();
        argument.put("match", matched());
        argument.put("start", start());
        argument.put("end", end());
        argument.put("groups", listed());
        return argument;
    }

    private List<@Nullable String> listed() {
        List<@Nullable String> listed = new ArrayList<>();
        for (int group = 1; group <= groups(); group++) {
            listed.add(group(group));
        }
        return listed;
    }

    private record CountedText(String text, EvaluationBounds bounds) implements CharSequence {

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            bounds.spend(STEPS_PER_CHARACTER);
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
