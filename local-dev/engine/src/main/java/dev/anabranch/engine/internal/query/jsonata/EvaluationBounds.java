package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bounds that AWS puts on one evaluation, as measured: nesting up to 100, a value up to about 7 MB
 * (<code>[1..873782]</code> passes, one element more does not), and about one second, here as a number of steps, so that the
 * same expression passes or fails on every machine.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Transforming data with JSONata</a>
 */
final class EvaluationBounds implements AutoCloseable {

    static final String TOO_LARGE = "Expression evaluation memory limit exceeded: Check for excessive memory usage";

    /** The longest list of numbers that passes. */
    static final long ELEMENTS = 873_782;

    private static final int DEPTH = 100;
    private static final long STEPS = 5_000_000;
    private static final int BYTES_OF_AN_ELEMENT = 8;
    private static final long BYTES = ELEMENTS * BYTES_OF_AN_ELEMENT;

    /** All texts that functions make in one evaluation, one of which may be as long as a value. */
    private static final long TEXTS = 16 * BYTES;

    private static final ThreadLocal<EvaluationBounds> CURRENT = new ThreadLocal<>();

    private final @Nullable EvaluationBounds outer;
    private int depth;
    private long steps;
    private long texts;

    private EvaluationBounds(@Nullable EvaluationBounds outer) {
        this.outer = outer;
    }

    /** Bounds what is evaluated in this frame, on this thread, until {@link #close}. */
    static EvaluationBounds on(Jsonata.Frame frame) {
        EvaluationBounds bounds = new EvaluationBounds(CURRENT.get());
        CURRENT.set(bounds);
        frame.setEvaluateEntryCallback((expression, input, environment) -> bounds.enter());
        frame.setEvaluateExitCallback((expression, input, environment, result) -> bounds.leave(result));
        return bounds;
    }

    /** The bounds of the evaluation that is going on on this thread. */
    static EvaluationBounds current() {
        EvaluationBounds bounds = CURRENT.get();
        if (bounds == null) {
            throw new IllegalStateException("No expression is being evaluated on this thread");
        }
        return bounds;
    }

    @Override
    public void close() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    /** Whether the step that failed was the whole expression and not one inside it. */
    boolean outermost() {
        return depth == 1;
    }

    private void enter() {
        depth++;
        if (depth > DEPTH) {
            throw new JException(ExpressionFailureText.TOO_DEEP, -1);
        }
        spend(1);
    }

    /** Counts steps that something takes which is one step for the library. */
    void spend(long count) {
        steps += count;
        if (steps > STEPS) {
            throw new JException("Expression evaluation timeout: Check for infinite loop", -1);
        }
    }

    /** Counts a text of so many characters, before it is made. */
    void make(double characters) {
        if (characters > BYTES || texts + characters > TEXTS) {
            throw new JException(TOO_LARGE, -1);
        }
        texts += (long) characters;
    }

    /**
     * Refuses a value that is too large with all that is in it. What occurs in it twice counts twice: a few steps make a value that
     * would take all memory once it was written down.
     */
    static void weigh(Object value) {
        if (value instanceof String text) {
            weigh(text, 0);
        } else if (value instanceof List<?> || value instanceof Map<?, ?>) {
            weigh(value, 0);
        }
    }

    private static long weigh(@Nullable Object value, long before) {
        long weight = before;
        if (weight > BYTES) {
            throw new JException(TOO_LARGE, -1);
        } else if (value instanceof String text) {
            return weight + text.length();
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                weight = weigh(element, weight + (element instanceof String ? 0 : BYTES_OF_AN_ELEMENT));
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Map.Entry<?, ?> field : map.entrySet()) {
                weight = weigh(field.getValue(), weight + BYTES_OF_AN_ELEMENT);
            }
        }
        if (weight > BYTES) {
            throw new JException(TOO_LARGE, -1);
        }
        return weight;
    }

    private void leave(@Nullable Object result) {
        depth--;
        if (bytes(result) > BYTES) {
            throw new JException(TOO_LARGE, -1);
        }
    }

    /** Only the value itself is counted and not what is in it: a walk at every step would cost more than the evaluation. */
    private static long bytes(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        } else if (value instanceof List<?> list && !(value instanceof ArrayView)) {
            return (long) list.size() * BYTES_OF_AN_ELEMENT;
        }
        return 0;
    }
}
