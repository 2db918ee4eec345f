package dev.anabranch.workflow;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names made from class names. */
final class DefaultNames {

    private static final Pattern WORD_START =
            Pattern.compile("(?<=[\\p{Ll}\\p{N}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private DefaultNames() {}

    /** {@code LandCover} becomes {@code land-cover}. */
    static String kebab(String className) {
        return joined(className, "-");
    }

    /** {@code CutTiles} becomes {@code cut tiles}. */
    static String words(String className) {
        return joined(className, " ");
    }

    /** The first characters of a name. */
    static String cut(String name, int characters) {
        return name.length() <= characters
                ? name
                : name.substring(0, characters).strip();
    }

    private static String joined(String className, String separator) {
        return WORD_START.matcher(className).replaceAll(separator).toLowerCase(Locale.ROOT);
    }
}
