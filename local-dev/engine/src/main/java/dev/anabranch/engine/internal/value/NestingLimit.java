package dev.anabranch.engine.internal.value;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import org.jspecify.annotations.Nullable;

/**
 * The maximum nesting depth of a value. AWS documents no limit. This is the limit of the JSON library, which neither
 * reads nor writes deeper values, so that no document causes a stack overflow.
 */
public final class NestingLimit {

    static final int LEVELS = StreamReadConstraints.DEFAULT_MAX_DEPTH;

    /** A value is nested deeper than {@link #LEVELS}. */
    static final class TooDeep extends RuntimeException {}

    private NestingLimit() {}

    /** Returns true if the failure was caused by a value that is nested too deeply to be written. */
    public static boolean isTooDeep(Throwable failure) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof TooDeep || t instanceof StreamConstraintsException || t instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }

    public static String cause(String state) {
        return "The state '" + state + "' has data that is nested more than " + LEVELS + " levels deep.";
    }
}
