package dev.anabranch.engine;

import java.util.function.Consumer;

/** Finds the state machine that a task starts by an ARN, which may be that of a version or an alias. */
@FunctionalInterface
public interface StateMachineResolver {

    /**
     * Returns what an execution of that ARN runs.
     *
     * @throws EngineException {@code StateMachineDoesNotExist}
     */
    Resolution resolve(String stateMachineArn);

    /**
     * What the ARN stands for.
     *
     * @param whenStarted called with the ARN of the execution that was started
     */
    record Resolution(StateMachine machine, Consumer<String> whenStarted) {}
}
