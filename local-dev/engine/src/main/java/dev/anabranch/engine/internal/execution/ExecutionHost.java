package dev.anabranch.engine.internal.execution;

import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.internal.map.MapRun;
import dev.anabranch.engine.internal.port.TaskCallback;
import java.util.function.Consumer;

/** The engine, as its executions see it. Methods may be called by any thread. */
public interface ExecutionHost {

    /**
     * Starts an execution for another one.
     *
     * @param whenEnded receives the ended execution, on any thread
     */
    void launch(ExecutionLaunch launch, Consumer<ExecutionSnapshot> whenEnded);

    /**
     * Resumes an execution after a restart: starts it if it was never started, redrives it if it was redriven less often than {@code
     * redrives}, or reports how it ended meanwhile.
     *
     * @param redrives how often it should have been redriven
     * @param whenEnded receives the ended execution, on any thread
     */
    void resume(ExecutionLaunch launch, int redrives, Consumer<ExecutionSnapshot> whenEnded);

    /** Redrives an execution that was started for another one. */
    void redrive(ExecutionLaunch launch, Consumer<ExecutionSnapshot> whenEnded);

    /** Stops an execution; does nothing if it has ended. */
    void stop(String executionArn);

    /** Forgets an Express execution whose end its parent knows. */
    void forgetExecution(String executionArn);

    /** Registers a Map Run, so that it can be described and updated. */
    void register(MapRun mapRun);

    /** Keeps a Map Run that has ended. */
    void ended(MapRun mapRun);

    /** Registers a task token. */
    void register(String taskToken, TaskCallback callback);

    /** Forgets a task token whose task does not wait any more. */
    void forget(String taskToken);
}
