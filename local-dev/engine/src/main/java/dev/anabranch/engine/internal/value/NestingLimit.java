package dev.anabranch.engine.internal.value;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import org.jspecify.annotations.Nullable;

/**
 * How deep a value may be. AWS names no bound; this one is the JSON library's, which neither reads nor writes what is deeper, so that no
 * document makes it run out of stack.
 */
public final class NestingLimit {

    static final int LEVELS = StreamReadConstraints.DEFAULT_MAX_DEPTH;

    /** A value is nested more than {@link #LEVELS} deep. */
    static final class TooDeep extends RuntimeException {}

    private NestingLimit() {}

    /** Whether something failed because a value was too deep to be written. */
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
