package dev.anabranch.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A fault that is injected into a run. By default it applies to the first attempt of every action, so that a retry
 * succeeds; {@link #at}, {@link #onAttempts} and {@link #always} change this. Immutable.
 */
public final class Fault {

    /** The kinds of faults. */
    enum Kind {
        THROTTLED(true),
        SERVICE_ERROR(true),
        LOST_ANSWER(true),
        DELIVERED_TWICE(true),
        SLOW(true),
        CRASH(false),
        TIMEOUT(false),
        THROWN(false),
        STORE_REFUSES(false),
        STORE_ANSWER_LOST(false);

        private final boolean ofTheCall;

        Kind(boolean ofTheCall) {
            this.ofTheCall = ofTheCall;
        }

        /** Returns whether the fault affects the call of a function, not the function itself. */
        boolean ofTheCall() {
            return ofTheCall;
        }
    }

    private final Kind kind;
    private final String operation;
    private final Duration delay;
    private final @Nullable Supplier<? extends Exception> thrown;
    private final Optional<String> node;
    private final Optional<List<Long>> path;
    private final Set<Integer> attempts;
    private final double probability;

    private Fault(
            Kind kind,
            String operation,
            Duration delay,
            @Nullable Supplier<? extends Exception> thrown,
            Optional<String> node,
            Optional<List<Long>> path,
            Set<Integer> attempts,
            double probability) {
        this.kind = kind;
        this.operation = operation;
        this.delay = delay;
        this.thrown = thrown;
        this.node = node;
        this.path = path;
        this.attempts = attempts;
        this.probability = probability;
    }

    private static Fault of(Kind kind) {
        return of(kind, "", Duration.ZERO, null);
    }

    private static Fault of(
            Kind kind, String operation, Duration delay, @Nullable Supplier<? extends Exception> thrown) {
        return new Fault(kind, operation, delay, thrown, Optional.empty(), Optional.empty(), Set.of(1), 1);
    }

    /** Returns a fault in which Lambda throttles the call with status 429. The function is not called. */
    public static Fault throttle() {
        return of(Kind.THROTTLED);
    }

    /** Returns a fault in which Lambda fails with status 500. The function is not called. */
    public static Fault serviceError() {
        return of(Kind.SERVICE_ERROR);
    }

    /** Returns a fault in which the function completes and records its result, but its answer is lost. */
    public static Fault lostAnswer() {
        return of(Kind.LOST_ANSWER);
    }

    /** Returns a fault in which the function is called twice for one attempt, one call after the other. */
    public static Fault duplicateDelivery() {
        return of(Kind.DELIVERED_TWICE);
    }

    /**
     * Returns a fault in which the function starts later, as in a cold start.
     *
     * @throws IllegalArgumentException if {@code delay} is negative
     */
    public static Fault delay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay must not be negative, but is " + delay + ".");
        }
        return of(Kind.SLOW, "", delay, null);
    }

    /**
     * Returns a fault in which the process of the function is killed before the task begins. The record keeps the
     * status RUNNING at first.
     */
    public static Fault crash() {
        return of(Kind.CRASH);
    }

    /** Returns a fault in which the task does not return before its timeout. */
    public static Fault timeout() {
        return of(Kind.TIMEOUT);
    }

    /** Returns a fault in which the task throws an exception. */
    public static Fault thrown(Supplier<? extends Exception> exception) {
        return of(Kind.THROWN, "", Duration.ZERO, exception);
    }

    /**
     * Returns a fault in which a store refuses an operation of the action, as if throttled, without carrying it out.
     *
     * @param operation the name of the operation in the API of DynamoDB or S3, such as {@code UpdateItem} or {@code
     *     PutObject}
     */
    public static Fault storeRefuses(String operation) {
        return of(Kind.STORE_REFUSES, operation, Duration.ZERO, null);
    }

    /**
     * Returns a fault in which a store carries out an operation of the action, but the action receives an error.
     *
     * @param operation the name of the operation in the API of DynamoDB or S3, such as {@code UpdateItem} or {@code
     *     PutObject}
     */
    public static Fault storeAnswerLost(String operation) {
        return of(Kind.STORE_ANSWER_LOST, operation, Duration.ZERO, null);
    }

    /**
     * Returns this fault for the actions of one node.
     *
     * @param name the node's name
     * @param indexes the indexes of one action, outermost fan-out first; none for all actions of the node
     */
    public Fault at(String name, long... indexes) {
        Optional<List<Long>> only = indexes.length == 0
                ? Optional.empty()
                : Optional.of(Arrays.stream(indexes).boxed().toList());
        return new Fault(kind, operation, delay, thrown, Optional.of(name), only, attempts, probability);
    }

    /**
     * Returns this fault for these attempts of an action, counted from 1.
     *
     * @throws IllegalArgumentException if {@code numbers} is empty or has a number less than 1
     */
    public Fault onAttempts(int... numbers) {
        if (numbers.length == 0 || Arrays.stream(numbers).anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException(
                    "Attempts are counted from 1, but these are " + Arrays.toString(numbers) + ".");
        }
        Set<Integer> only = Arrays.stream(numbers).boxed().collect(Collectors.toSet());
        return new Fault(kind, operation, delay, thrown, node, path, only, probability);
    }

    /** Returns this fault for every attempt, so that retries fail too. */
    public Fault always() {
        return new Fault(kind, operation, delay, thrown, node, path, Set.of(), probability);
    }

    /**
     * Returns this fault for a random share of the attempts, which depends only on the scenario's seed and the attempt.
     *
     * @param share the share of the attempts, from 0 to 1
     */
    public Fault withProbability(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A probability must be from 0 to 1, but is " + share + ".");
        }
        return new Fault(kind, operation, delay, thrown, node, path, attempts, share);
    }

    Kind kind() {
        return kind;
    }

    String operation() {
        return operation;
    }

    Duration delay() {
        return delay;
    }

    @Nullable
    Exception exception() {
        return thrown == null ? null : thrown.get();
    }

    Optional<String> node() {
        return node;
    }

    Optional<List<Long>> path() {
        return path;
    }

    /** Returns the number of the last attempt that this fault names, or 1 if it applies to every attempt. */
    int lastAttempt() {
        return attempts.stream().mapToInt(Integer::intValue).max().orElse(1);
    }

    /** Returns whether this fault applies to an attempt of an action. */
    boolean strikes(String action, List<Long> indexes, int attempt, long seed) {
        return node.filter(name -> !name.equals(action)).isEmpty()
                && path.filter(only -> !only.equals(indexes)).isEmpty()
                && (attempts.isEmpty() || attempts.contains(attempt))
                && (probability >= 1 || drawn(action, indexes, attempt, seed) < probability);
    }

    private double drawn(String action, List<Long> indexes, int attempt, long seed) {
        long mixed = seed;
        for (int part :
                new int[] {kind.name().hashCode(), operation.hashCode(), action.hashCode(), indexes.hashCode(), attempt
                }) {
            mixed = mixed * 0x9E3779B97F4A7C15L + part;
        }
        return new SplittableRandom(mixed).nextDouble();
    }

    @Override
    public String toString() {
        return kind
                + (operation.isEmpty() ? "" : " " + operation)
                + node.map(name -> " at " + name + path.map(List::toString).orElse(""))
                        .orElse("")
                + (attempts.isEmpty() ? " always" : " on attempts " + attempts);
    }
}
