package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.Functions;
import com.dashjoin.jsonata.JException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Implements {@code $replace} of JSONata 2.0.6. The library's function treats a text as a regular expression if there
 * is a limit, searches replaced text again, and passes the whole match to a function as its first group.
 */
final class ReplaceFunction {

    private final String text;
    private final Object with;
    private final StringBuilder result = new StringBuilder();
    private int position;

    private ReplaceFunction(String text, Object with) {
        this.text = text;
        this.with = with;
    }

    /**
     * @param what the text or regular expression to replace
     * @param with a text, in which {@code $1} is the first group of a match, or a function of the match
     * @param limit the maximum number of replacements, from the left; null for no limit
     * @throws JException D3010, D3011, D3012 or D1004
     */
    static String in(String text, @Nullable Object what, Object with, @Nullable Number limit) throws Throwable {
        double most = limit == null ? Double.POSITIVE_INFINITY : limit.doubleValue();
        if ("".equals(what)) {
            throw new JException("D3010", -1);
        } else if (most < 0) {
            throw new JException("D3011", -1);
        }
        ReplaceFunction replacement = new ReplaceFunction(text, with);
        return what instanceof Pattern pattern
                ? replacement.matches(pattern, most)
                : replacement.literals(String.valueOf(what), most);
    }

    private String literals(String what, double most) {
        if (!(with instanceof String replacing)) {
            throw new JException("D3012", -1);
        }
        for (int count = 0; count < most; count++) {
            int found = text.indexOf(what, position);
            if (found < 0) {
                break;
            }
            replace(found, found + what.length(), replacing);
        }
        return rest();
    }

    private String matches(Pattern pattern, double most) throws Throwable {
        RegexMatches matches = new RegexMatches(pattern, text);
        for (int count = 0; matches.next() && count < most; count++) {
            Object replacing = with instanceof String template
                    ? substitute(template, matches)
                    : Functions.funcApply(with, List.of(matches.asArgument()));
            if (!(replacing instanceof String made)) {
                throw new JException("D3012", -1);
            }
            replace(matches.start(), matches.end(), made);
        }
        return rest();
    }

    private void replace(int from, int to, String replacing) {
        EvaluationBounds.current().make((double) from - position + replacing.length());
        result.append(text, position, from).append(replacing);
        position = to;
    }

    private String rest() {
        return result.append(text, position, text.length()).toString();
    }

    /**
     * Inserts the groups of a match into a template. A group number has at most as many digits as the number of groups,
     * and one less if there is no such group.
     */
    private static String substitute(String template, RegexMatches matches) {
        StringBuilder made = new StringBuilder();
        int position = 0;
        for (int dollar = template.indexOf('$'); dollar >= 0; dollar = template.indexOf('$', position)) {
            made.append(template, position, dollar);
            position = dollar + 1;
            if (template.startsWith("$", position)) {
                made.append('$');
                position++;
            } else {
                String digits = group(template, position, matches.groups());
                made.append(group(digits, matches));
                position += digits.length();
            }
            EvaluationBounds.current().make(made.length() / 2.0);
        }
        return made.append(template, position, template.length()).toString();
    }

    private static String group(String template, int from, int groups) {
        int most = String.valueOf(Math.max(1, groups)).length();
        int end = from;
        while (end < template.length() && end - from < most && Character.digit(template.charAt(end), 10) >= 0) {
            end++;
        }
        if (template.startsWith("0", from)) {
            end = from + 1;
        }
        boolean tooLarge = end - from > 1 && Integer.parseInt(template.substring(from, end)) > groups;
        return template.substring(from, tooLarge ? end - 1 : end);
    }

    private static String group(String digits, RegexMatches matches) {
        if (digits.isEmpty()) {
            return "$";
        }
        int group = Integer.parseInt(digits);
        String matched = group <= matches.groups() ? matches.group(group) : null;
        return matched == null ? "" : matched;
    }
}
