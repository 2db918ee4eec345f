package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.internal.port.TaskCallback;
import java.util.function.Consumer;

/** What executions need of the engine that they run in. Methods may be called by any thread. */
public interface ExecutionHost {

    /**
     * Starts an execution for another one.
     *
     * @param whenEnded told how it ended, on any thread
     */
    void launch(ExecutionSpec spec, Consumer<ExecutionSnapshot> whenEnded);

    /**
     * Sees to an execution that should be running, after a restart: starts it if it never was, redrives it if it was not redriven so
     * often, or tells how it ended meanwhile.
     *
     * @param redrives how often it should have been redriven
     * @param whenEnded told how it ended, on any thread
     */
    void resume(ExecutionSpec spec, int redrives, Consumer<ExecutionSnapshot> whenEnded);

    /** Redrives an execution that was started for another one. */
    void redrive(ExecutionSpec spec, Consumer<ExecutionSnapshot> whenEnded);

    /** Stops an execution; does nothing if it has ended. */
    void stop(String executionArn);

    /** The end of an Express execution is known to whoever started it, and nobody asks for it any more. */
    void forgetExecution(String executionArn);

    /** Makes a Map Run known, so that it can be described and updated. */
    void register(MapRun mapRun);

    /** A Map Run has ended. */
    void ended(MapRun mapRun);

    /** Makes a task token known. */
    void register(String taskToken, TaskCallback callback);

    /** Forgets a task token: nobody waits for it any more. */
    void forget(String taskToken);
}
