package dev.anabranch.task;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of one item of a fan-out whose failures are data: {@link Succeeded} or {@link Failed}.
 *
 * @param <R> the type that the item returns
 */
public sealed interface Outcome<R> {

    /** Returns the item's result; empty if the item failed or returned null. */
    Optional<R> value();

    /** Returns true if the item succeeded. */
    default boolean succeeded() {
        return this instanceof Succeeded;
    }

    /**
     * Applies the function for this outcome.
     *
     * @param onSuccess receives the result, which is null if the item returned null
     * @param onFailure receives the failure
     */
    <T> T fold(Function<? super R, ? extends T> onSuccess, Function<? super Failed<R>, ? extends T> onFailure);

    /**
     * An item that succeeded.
     *
     * @param result what the item returned; may be null
     */
    record Succeeded<R>(@Nullable R result) implements Outcome<R> {
        @Override
        public Optional<R> value() {
            return Optional.ofNullable(result);
        }

        @Override
        @SuppressWarnings("NullAway") // A null result is a value of R, so the function accepts it.
        public <T> T fold(
                Function<? super R, ? extends T> onSuccess, Function<? super Failed<R>, ? extends T> onFailure) {
            return onSuccess.apply(result);
        }
    }

    /**
     * An item that failed in its last attempt.
     *
     * @param error the name of the error, such as {@code java.lang.IllegalStateException} or {@code Anabranch.Timeout}
     * @param message the error's message; empty if it has none
     * @param attempts the number of attempts, the first one included
     */
    record Failed<R>(String error, String message, int attempts) implements Outcome<R> {
        @Override
        public Optional<R> value() {
            return Optional.empty();
        }

        @Override
        public <T> T fold(
                Function<? super R, ? extends T> onSuccess, Function<? super Failed<R>, ? extends T> onFailure) {
            return onFailure.apply(this);
        }
    }
}
