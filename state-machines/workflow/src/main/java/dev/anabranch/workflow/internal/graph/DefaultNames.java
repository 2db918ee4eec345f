package dev.anabranch.workflow.internal.graph;

import java.util.Locale;
import java.util.regex.Pattern;

/** Default names, derived from class names. */
public final class DefaultNames {

    private static final Pattern WORD_START =
            Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private DefaultNames() {}

    /** Returns the name in kebab case: {@code land-cover} for {@code LandCover}. */
    public static String kebab(String className) {
        return joined(className, "-");
    }

    /** Returns the name as words in lower case: {@code cut tiles} for {@code CutTiles}. */
    public static String words(String className) {
        return joined(className, " ");
    }

    /** Returns at most the first {@code characters} characters of a name. */
    public static String cut(String name, int characters) {
        return name.length() <= characters
                ? name
                : name.substring(0, characters).strip();
    }

    private static String joined(String className, String separator) {
        return WORD_START.matcher(className).replaceAll(separator).toLowerCase(Locale.ROOT);
    }
}
