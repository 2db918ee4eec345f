package dev.anabranch.runtime.internal.record;

import org.jspecify.annotations.Nullable;

/** The outcome of an attempt to record the answer that an action waits for. */
public sealed interface AnswerWrite {

    /**
     * The answer is recorded, by this request or by an earlier repetition of it.
     *
     * @param token the task token with which the state machine waits. It is a secret: it must not be logged or returned
     *     to a client
     */
    record Recorded(String token) implements AnswerWrite {
        @Override
        public String toString() {
            return "Recorded";
        }
    }

    /**
     * The action does not wait for an answer.
     *
     * @param current its record; null if it has none
     */
    record Refused(@Nullable ActionRecord current) implements AnswerWrite {}
}
