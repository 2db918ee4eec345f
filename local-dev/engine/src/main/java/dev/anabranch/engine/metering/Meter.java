package dev.anabranch.engine.metering;

import java.time.Duration;

/**
 * Counts everything for which AWS charges. Implementations must be thread-safe and must not block.
 *
 * @see <a href="https://aws.amazon.com/step-functions/pricing/">Pricing</a>
 */
public interface Meter {

    /** A meter that counts nothing. */
    Meter NONE = new Meter() {
        @Override
        public void transition(String stateMachineArn, TransitionKind kind) {}

        @Override
        public void expressExecution(String stateMachineArn, Duration duration, long definitionBytes) {}
    };

    /** Counts one state transition of a Standard execution. */
    void transition(String stateMachineArn, TransitionKind kind);

    /**
     * Counts an Express execution that has ended.
     *
     * @param duration the duration of the execution; AWS charges in units of 100 ms
     * @param definitionBytes the size of its definition, which is part of the charged memory
     */
    void expressExecution(String stateMachineArn, Duration duration, long definitionBytes);

    /** The reason for a charged transition. */
    enum TransitionKind {
        /** The execution entered a state. */
        STATE,
        /** The execution retried a state. */
        RETRY,
        /** A Distributed Map state started a child execution. */
        CHILD_START,
        /** A redriven execution resumed at a state. */
        REDRIVE
    }
}
