package dev.anabranch.engine.query;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bounds that AWS puts on one evaluation, as measured: nesting up to 100, a value up to about 7 MB
 * (<code>[1..873782]</code> passes, one element more does not), and about one second, here as a number of steps, so that the
 * same expression passes or fails on every machine.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html">Transforming data with JSONata</a>
 */
final class EvaluationBounds {

    static final String TOO_LARGE = "Expression evaluation memory limit exceeded: Check for excessive memory usage";

    /** The longest list of numbers that passes. */
    static final long ELEMENTS = 873_782;

    private static final int DEPTH = 100;
    private static final long STEPS = 5_000_000;
    private static final int BYTES_OF_AN_ELEMENT = 8;
    private static final long BYTES = ELEMENTS * BYTES_OF_AN_ELEMENT;

    private int depth;
    private long steps;

    static EvaluationBounds on(Jsonata.Frame frame) {
        EvaluationBounds bounds = new EvaluationBounds();
        frame.setEvaluateEntryCallback((expression, input, environment) -> bounds.enter());
        frame.setEvaluateExitCallback((expression, input, environment, result) -> bounds.leave(result));
        return bounds;
    }

    /** Whether the step that failed was the whole expression and not one inside it. */
    boolean outermost() {
        return depth == 1;
    }

    private void enter() {
        depth++;
        steps++;
        if (depth > DEPTH) {
            throw new JException(FailureText.TOO_DEEP, -1);
        }
        if (steps > STEPS) {
            throw new JException("Expression evaluation timeout: Check for infinite loop", -1);
        }
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
