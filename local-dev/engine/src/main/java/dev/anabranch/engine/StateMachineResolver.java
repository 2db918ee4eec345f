package dev.anabranch.engine;

import java.util.function.Consumer;

/** Resolves the ARN that a task starts. The ARN may name a version or an alias. */
@FunctionalInterface
public interface StateMachineResolver {

    /**
     * Returns the state machine that an execution of the ARN runs.
     *
     * @throws EngineException {@code StateMachineDoesNotExist}
     */
    Resolution resolve(String stateMachineArn);

    /**
     * The result of resolving an ARN.
     *
     * @param whenStarted called with the ARN of the started execution
     */
    record Resolution(StateMachine machine, Consumer<String> whenStarted) {}
}
