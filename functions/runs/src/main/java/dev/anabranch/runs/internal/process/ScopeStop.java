package dev.anabranch.runs.internal.process;

import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.lifecycle.StopRequest;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/**
 * Ends the running actions in a scope that has been stopped, and the runs that they have started. The state machine calls
 * it after a step of the scope has failed or its fan-out has ended early. A repeated call has no further effect. It
 * reads the variables of {@link RunServices}.
 */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 300)
public final class ScopeStop implements Task<ScopeStop.Input, Long> {

    private final Runs runs;

    /** Creates the task from the environment. Lambda calls it. */
    public ScopeStop() {
        this(RunServices.ofTheProcess().runs());
    }

    /** Creates the task for a service of runs in this process. */
    public ScopeStop(Runs runs) {
        this.runs = runs;
    }

    /**
     * The scope and the reason.
     *
     * @param scope the node whose scope is stopped
     * @param error the name of the reason
     * @param cause its description
     */
    public record Input(String scope, String error, String cause) {}

    /** Returns the number of actions that it has ended. */
    @Override
    public Long run(Input input, TaskContext context) {
        try {
            return runs.stop(
                    new StopRequest(context.runId(), input.scope(), context.path(), input.error(), input.cause()));
        } catch (RunRefused e) {
            throw new PermanentFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
