package dev.anabranch.engine.internal.query.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The limits of AWS for one evaluation, as measured: a nesting depth of 100, a value of about 7 MB
 * (<code>[1..873782]</code> passes, one more element fails), and about one second. The time is counted in steps here,
 * so that an expression passes or fails equally on every machine.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Transforming data with
 *     JSONata</a>
 */
final class EvaluationBounds implements AutoCloseable {

    static final String TOO_LARGE = "Expression evaluation memory limit exceeded: Check for excessive memory usage";

    /** The maximum length of a list of numbers. */
    static final long ELEMENTS = 873_782;

    private static final int DEPTH = 100;
    private static final long STEPS = 5_000_000;
    private static final int BYTES_OF_AN_ELEMENT = 8;
    private static final long BYTES = ELEMENTS * BYTES_OF_AN_ELEMENT;

    /**
     * The maximum total length of the texts that functions create in one evaluation. A single text is limited to
     * {@link #BYTES}.
     */
    private static final long TEXTS = 16 * BYTES;

    private static final ThreadLocal<EvaluationBounds> CURRENT = new ThreadLocal<>();

    private final @Nullable EvaluationBounds outer;
    private int depth;
    private long steps;
    private long texts;

    private EvaluationBounds(@Nullable EvaluationBounds outer) {
        this.outer = outer;
    }

    /** Limits the evaluation in a frame on the current thread until {@link #close}. */
    static EvaluationBounds on(Jsonata.Frame frame) {
        EvaluationBounds bounds = new EvaluationBounds(CURRENT.get());
        CURRENT.set(bounds);
        frame.setEvaluateEntryCallback((expression, input, environment) -> bounds.enter());
        frame.setEvaluateExitCallback((expression, input, environment, result) -> bounds.leave(result));
        return bounds;
    }

    /**
     * Returns the limits of the current evaluation on this thread.
     *
     * @throws IllegalStateException if no expression is being evaluated
     */
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

    /** Returns true if the failed step is the whole expression and not a nested one. */
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

    /** Counts steps of an operation that is a single step for the library. */
    void spend(long count) {
        steps += count;
        if (steps > STEPS) {
            throw new JException("Expression evaluation timeout: Check for infinite loop", -1);
        }
    }

    /** Counts the characters of a text before it is created. */
    void make(double characters) {
        if (characters > BYTES || texts + characters > TEXTS) {
            throw new JException(TOO_LARGE, -1);
        }
        texts += (long) characters;
    }

    /**
     * Rejects a value that is too large including its nested values. A nested value that occurs twice counts twice,
     * because a few steps can create a value whose text would take all memory.
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

    /**
     * Returns the size of a value without its nested values, because traversing them at every step would take longer
     * than the evaluation.
     */
    private static long bytes(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length();
        } else if (value instanceof List<?> list && !(value instanceof ArrayView)) {
            return (long) list.size() * BYTES_OF_AN_ELEMENT;
        }
        return 0;
    }
}
