package dev.anabranch.workflow;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * How failed attempts of an action are retried: {@code Retry.upTo(3).backoff(Duration.ofSeconds(2), 2.0)}. It applies
 * to failures of the task. Platform failures, such as throttling or a lost connection, are always retried, and a
 * {@link dev.anabranch.task.PermanentFailure} never is. Bounds are checked when the workflow is checked, not here.
 *
 * <p>A policy applies to all errors, or to those that {@link #on} and {@link #except} select. A call can have several
 * policies:
 *
 * <pre>{@code
 * flow.call(Fetch.class, url).retry(
 *         Retry.upTo(5).on(IOException.class).backoff(Duration.ofSeconds(2), 2.0),
 *         Retry.upTo(1).except(IllegalArgumentException.class));
 * }</pre>
 *
 * Each error is retried by the first policy that applies to it, and each policy counts its own retries. An error to
 * which no policy applies is not retried.
 *
 * <p>An error is the class of the task's exception, or one of these names for an attempt that ended without an
 * exception: {@code Anabranch.Timeout}, {@code Anabranch.OutOfMemory}, {@code Anabranch.Crashed}. Lambda reports some
 * processes that it ended for lack of memory like a crash; a policy for {@code Anabranch.OutOfMemory} or
 * {@code Anabranch.Crashed} applies to both.
 */
public final class Retry {

    private static final Retry NEVER = upTo(0);

    private final int retries;
    private final Duration firstDelay;
    private final double backoffRate;
    private final Duration maxDelay;
    private final boolean jitter;
    private final List<String> errors;
    private final List<String> exceptions;

    private Retry(
            int retries,
            Duration firstDelay,
            double backoffRate,
            Duration maxDelay,
            boolean jitter,
            List<String> errors,
            List<String> exceptions) {
        this.retries = retries;
        this.firstDelay = Objects.requireNonNull(firstDelay, "first");
        this.backoffRate = backoffRate;
        this.maxDelay = Objects.requireNonNull(maxDelay, "longest");
        this.jitter = jitter;
        this.errors = List.copyOf(errors);
        this.exceptions = List.copyOf(exceptions);
    }

    /** Returns a policy without retries. */
    public static Retry never() {
        return NEVER;
    }

    /**
     * Returns a policy of up to {@code retries} attempts after the first one, 0 to 100. The delays are 1, 2, 4 ... and
     * at most 60 seconds, each multiplied by a random factor between 0 and 1 (full jitter).
     */
    public static Retry upTo(int retries) {
        return new Retry(retries, Duration.ofSeconds(1), 2, Duration.ofSeconds(60), true, List.of(), List.of());
    }

    /**
     * Returns this policy with other delays: the first delay, and the factor by which each later delay is longer.
     *
     * @param first at least 1 second, in whole seconds
     * @param rate at least 1
     */
    public Retry backoff(Duration first, double rate) {
        return new Retry(retries, first, rate, maxDelay, jitter, errors, exceptions);
    }

    /**
     * Returns this policy with another upper bound for the delay between two attempts.
     *
     * @param longest at least the first delay, in whole seconds
     */
    public Retry maxDelay(Duration longest) {
        return new Retry(retries, firstDelay, backoffRate, longest, jitter, errors, exceptions);
    }

    /** Returns this policy with exact instead of random delays. */
    public Retry withoutJitter() {
        return new Retry(retries, firstDelay, backoffRate, maxDelay, false, errors, exceptions);
    }

    /**
     * Returns this policy for fewer errors: it applies only to exceptions of these classes and their subclasses, and to
     * the errors of other calls of {@code on}.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public final Retry on(Class<? extends Throwable>... classes) {
        return on(names(classes));
    }

    /**
     * Returns this policy for fewer errors: it applies only to the errors with these names, and to those of other calls
     * of {@code on}.
     *
     * @param names full names of exceptions' classes, which include their subclasses, or {@code Anabranch.Timeout},
     *     {@code Anabranch.OutOfMemory}, {@code Anabranch.Crashed}
     */
    public Retry on(String... names) {
        return new Retry(retries, firstDelay, backoffRate, maxDelay, jitter, joined(errors, names), exceptions);
    }

    /** Returns this policy for fewer errors: it does not apply to exceptions of these classes and their subclasses. */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public final Retry except(Class<? extends Throwable>... classes) {
        return except(names(classes));
    }

    /**
     * Returns this policy for fewer errors: it does not apply to the errors with these names, which are those of
     * {@link #on(String...)}.
     */
    public Retry except(String... names) {
        return new Retry(retries, firstDelay, backoffRate, maxDelay, jitter, errors, joined(exceptions, names));
    }

    private static String[] names(Class<?>[] classes) {
        return Arrays.stream(classes).map(Class::getName).toArray(String[]::new);
    }

    private static List<String> joined(List<String> first, String[] more) {
        return Stream.concat(first.stream(), Arrays.stream(more)).toList();
    }

    /** Returns how many attempts may follow the first one. */
    public int retries() {
        return retries;
    }

    /** Returns the delay before the first retry. */
    public Duration firstDelay() {
        return firstDelay;
    }

    /** Returns the factor by which each later delay is longer. */
    public double backoffRate() {
        return backoffRate;
    }

    /** Returns the upper bound for the delay between two attempts. */
    public Duration maxDelay() {
        return maxDelay;
    }

    /** Returns whether each delay is multiplied by a random factor between 0 and 1. */
    public boolean hasJitter() {
        return jitter;
    }

    /** Returns the names of the errors that this policy applies to; empty for all. */
    public List<String> errors() {
        return errors;
    }

    /** Returns the names of the errors that this policy does not apply to. */
    public List<String> exceptions() {
        return exceptions;
    }
}
