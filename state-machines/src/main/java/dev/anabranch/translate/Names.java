package dev.anabranch.translate;

import dev.anabranch.plan.Quotas;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Gives states names that are unique in the machine, and variables and labels names that their syntax allows. */
final class Names {

    private final Set<String> states = new HashSet<>();
    private final Set<String> labels = new HashSet<>();
    private final Map<String, String> nodes = new LinkedHashMap<>();

    /** A state's name: the wish where it is free, else with a number. */
    String state(String wish) {
        return unique(wish, " ", states, Quotas.STATE_NAME_CHARS);
    }

    /** As {@link #state(String)}, for a state that belongs to a node. */
    String state(String wish, String node) {
        String name = state(wish);
        nodes.put(name, node);
        return name;
    }

    /** The node that each state belongs to; a state that only holds the machine together is not among them. */
    Map<String, String> nodes() {
        return nodes;
    }

    /** A label: letters, digits and underscores. */
    String label(String wish) {
        return unique(identifier(wish), "_", labels, Quotas.LABEL_CHARS);
    }

    private static String unique(String wish, String separator, Set<String> taken, int longest) {
        String name = cut(wish, longest);
        for (int i = 2; !taken.add(name); i++) {
            String number = separator + i;
            name = cut(wish, longest - number.length()) + number;
        }
        return name;
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, splitsPair ? longest - 1 : longest);
    }

    /**
     * A name for a variable or a field: letters, digits and underscores of ASCII stay, a space becomes an underscore and anything
     * else its code in hexadecimal. Different names stay different.
     */
    static String identifier(String name) {
        StringBuilder identifier = new StringBuilder();
        name.codePoints().forEach(c -> {
            if (c < 128 && Character.isLetterOrDigit(c)) {
                identifier.appendCodePoint(c);
            } else if (c == ' ') {
                identifier.append('_');
            } else {
                identifier
                        .append("_x")
                        .append(Integer.toHexString(c).toLowerCase(Locale.ROOT))
                        .append('_');
            }
        });
        return Character.isDigit(identifier.charAt(0)) ? "n" + identifier : identifier.toString();
    }
}
