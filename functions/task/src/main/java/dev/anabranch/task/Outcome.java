package dev.anabranch.task;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one item of a fan-out ended, where failures are data: either it returned a value or it failed.
 *
 * @param <R> what the item returns when it succeeds
 */
public sealed interface Outcome<R> {

    /** The value, if the item succeeded with one that is not null. */
    Optional<R> value();

    /** True when the item returned. */
    default boolean succeeded() {
        return this instanceof Succeeded;
    }

    /** Handles both cases. */
    <T> T fold(Function<? super R, ? extends T> onSuccess, Function<? super Failed<R>, ? extends T> onFailure);

    /** The item returned {@code result}. */
    record Succeeded<R>(@Nullable R result) implements Outcome<R> {
        @Override
        public Optional<R> value() {
            return Optional.ofNullable(result);
        }

        @Override
        @SuppressWarnings("NullAway") // A null result is handed to the function that R itself allows it for.
        public <T> T fold(
                Function<? super R, ? extends T> onSuccess, Function<? super Failed<R>, ? extends T> onFailure) {
            return onSuccess.apply(result);
        }
    }

    /**
     * The item failed for good.
     *
     * @param error the name of the error, such as {@code java.lang.IllegalStateException} or {@code Anabranch.Timeout}
     * @param message what the task said, or what ended it
     * @param attempts how often it was tried
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
