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
 * Something that goes wrong in a run, and where. Without {@link #at} it happens everywhere, without {@link #onAttempts} or
 * {@link #always} to first attempts only, so that a retry helps. Immutable.
 */
public final class Fault {

    /** What goes wrong. */
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

        /** True for what happens on the way to a function and back. */
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

    /** Lambda refuses the call, since too many functions run: 429. The function is not called. */
    public static Fault throttle() {
        return of(Kind.THROTTLED);
    }

    /** Lambda itself fails: 500. The function is not called. */
    public static Fault serviceError() {
        return of(Kind.SERVICE_ERROR);
    }

    /** The function does its work and records it, but its answer never arrives. */
    public static Fault lostAnswer() {
        return of(Kind.LOST_ANSWER);
    }

    /** The function is called twice for one attempt, one after the other. */
    public static Fault duplicateDelivery() {
        return of(Kind.DELIVERED_TWICE);
    }

    /**
     * The function begins that much later, as in a cold start.
     *
     * @throws IllegalArgumentException when {@code delay} is negative
     */
    public static Fault delay(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("A delay must not be negative, but is " + delay + ".");
        }
        return of(Kind.SLOW, "", delay, null);
    }

    /** The sandbox dies when the task is about to begin: out of memory, a signal. The record says RUNNING until somebody says more. */
    public static Fault crash() {
        return of(Kind.CRASH);
    }

    /** The task does not come back before its time is over. */
    public static Fault timeout() {
        return of(Kind.TIMEOUT);
    }

    /** The task throws. */
    public static Fault thrown(Supplier<? extends Exception> exception) {
        return of(Kind.THROWN, "", Duration.ZERO, exception);
    }

    /**
     * A store refuses an operation of the action, as when it is throttled; nothing is done.
     *
     * @param operation of DynamoDB or S3 as their APIs call it, such as {@code UpdateItem} or {@code PutObject}
     */
    public static Fault storeRefuses(String operation) {
        return of(Kind.STORE_REFUSES, operation, Duration.ZERO, null);
    }

    /**
     * A store does what the action asks, but its answer is lost, and the action is told of an error.
     *
     * @param operation of DynamoDB or S3 as their APIs call it, such as {@code UpdateItem} or {@code PutObject}
     */
    public static Fault storeAnswerLost(String operation) {
        return of(Kind.STORE_ANSWER_LOST, operation, Duration.ZERO, null);
    }

    /**
     * Only at actions of this node.
     *
     * @param name the node's name
     * @param indexes which of them, outermost fan-out first; none for all
     */
    public Fault at(String name, long... indexes) {
        Optional<List<Long>> only = indexes.length == 0
                ? Optional.empty()
                : Optional.of(Arrays.stream(indexes).boxed().toList());
        return new Fault(kind, operation, delay, thrown, Optional.of(name), only, attempts, probability);
    }

    /**
     * Only to these attempts of an action, counted from 1.
     *
     * @throws IllegalArgumentException when there is none, or one is less than 1
     */
    public Fault onAttempts(int... numbers) {
        if (numbers.length == 0 || Arrays.stream(numbers).anyMatch(number -> number < 1)) {
            throw new IllegalArgumentException(
                    "Attempts are counted from 1, but these are " + Arrays.toString(numbers) + ".");
        }
        Set<Integer> only = Arrays.stream(numbers).boxed().collect(Collectors.toSet());
        return new Fault(kind, operation, delay, thrown, node, path, only, probability);
    }

    /** To every attempt, so that retries do not help. */
    public Fault always() {
        return new Fault(kind, operation, delay, thrown, node, path, Set.of(), probability);
    }

    /**
     * Only sometimes. Which of them depends on the scenario's seed and the attempt alone.
     *
     * @param share of the attempts, 0 to 1
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

    /** The first of the attempts that this can happen to. */
    int firstAttempt() {
        return attempts.stream().mapToInt(Integer::intValue).min().orElse(1);
    }

    /** True where this happens to an attempt at an action. */
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
