package dev.anabranch.engine.execution;

import java.util.function.Consumer;

/** What executions need of the engine that they run in. Methods may be called by any thread. */
public interface Host {

    /**
     * Starts an execution for another one.
     *
     * @param whenEnded told how it ended, on any thread
     */
    Execution launch(ExecutionSpec spec, Consumer<ExecutionSnapshot> whenEnded);

    /** Makes a Map Run known, so that it can be described and updated. */
    void register(MapRun mapRun);

    /** Makes a task token known. */
    void register(String taskToken, TaskCallback callback);

    /** Forgets a task token: nobody waits for it any more. */
    void forget(String taskToken);
}
