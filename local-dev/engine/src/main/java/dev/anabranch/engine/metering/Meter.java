package dev.anabranch.engine.metering;

import java.time.Duration;

/**
 * Told of everything that AWS would charge for. Implementations may be called by any thread and must be quick.
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

    /** A Standard execution did something that is charged as a state transition. */
    void transition(String stateMachineArn, TransitionKind kind);

    /**
     * An Express execution ended.
     *
     * @param duration how long it ran; charged in steps of 100 ms
     * @param definitionBytes the size of its definition, which its memory depends on
     */
    void expressExecution(String stateMachineArn, Duration duration, long definitionBytes);

    /** Why a transition is charged. */
    enum TransitionKind {
        /** A state was entered. */
        STATE,
        /** A state was tried again. */
        RETRY,
        /** A Distributed Map started a child. */
        CHILD_START,
        /** A redriven execution went on with a state. */
        REDRIVE
    }
}
