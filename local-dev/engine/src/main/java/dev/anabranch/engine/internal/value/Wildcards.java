package dev.anabranch.engine.internal.value;

/**
 * Matches the patterns of {@code StringMatches}: {@code *} matches any text, and a backslash escapes {@code *} or
 * itself.
 */
public final class Wildcards {

    private Wildcards() {}

    public static boolean match(String pattern, String text) {
        StringBuilder regex = new StringBuilder("(?s)");
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*') {
                regex.append(".*");
            } else {
                if (c == '\\' && i + 1 < pattern.length() && "*\\".indexOf(pattern.charAt(i + 1)) >= 0) {
                    c = pattern.charAt(++i);
                }
                regex.append(java.util.regex.Pattern.quote(String.valueOf(c)));
            }
        }
        return text.matches(regex.toString());
    }
}
