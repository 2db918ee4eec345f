package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.internal.map.MapRun;
import dev.anabranch.engine.internal.port.TaskCallback;
import java.util.function.Consumer;

/** The operations of the engine that executions use. Thread-safe. */
public interface ExecutionHost {

    /**
     * Starts a child execution.
     *
     * @param whenEnded receives the ended execution, on any thread
     */
    void launch(ExecutionLaunch launch, Consumer<ExecutionSnapshot> whenEnded);

    /**
     * Resumes a child execution after a restart. Starts it if it was not started, redrives it if its number of redrives
     * is less than {@code redrives}, or reports its end if it has ended.
     *
     * @param redrives the expected number of redrives
     * @param whenEnded receives the ended execution, on any thread
     */
    void resume(ExecutionLaunch launch, int redrives, Consumer<ExecutionSnapshot> whenEnded);

    /** Redrives a child execution. */
    void redrive(ExecutionLaunch launch, Consumer<ExecutionSnapshot> whenEnded);

    /** Stops an execution. A no-op if it has ended. */
    void stop(String executionArn);

    /** Removes an Express child execution after its parent has received its end. */
    void forgetExecution(String executionArn);

    /** Registers a Map Run, so that it can be described and updated. */
    void register(MapRun mapRun);

    /** Stores a Map Run that has ended. */
    void ended(MapRun mapRun);

    /** Registers a task token. */
    void register(String taskToken, TaskCallback callback);

    /** Removes a task token whose task no longer waits. */
    void forget(String taskToken);
}
