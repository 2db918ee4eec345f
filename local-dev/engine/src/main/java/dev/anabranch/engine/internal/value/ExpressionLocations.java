package dev.anabranch.engine.internal.value;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the field of the expression in the cause of an expression failure. */
public final class ExpressionLocations {

    private static final Pattern FIELD = Pattern.compile("specified for the field '([^']*)'");

    private ExpressionLocations() {}

    public static @Nullable String of(String cause) {
        Matcher matcher = FIELD.matcher(cause);
        return matcher.find() ? matcher.group(1) : null;
    }
}
