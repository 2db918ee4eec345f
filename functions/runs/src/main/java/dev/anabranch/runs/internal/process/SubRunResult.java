package dev.anabranch.runs.internal.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.anabranch.action.SubRunFailed;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import org.jspecify.annotations.Nullable;

/**
 * Returns the output of the run that a node has started, or fails with the failure of the run. The state machine calls
 * it after the execution of the run has ended. It reads the variables of {@link RunServices}.
 */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 60)
public final class SubRunResult implements Task<SubRunResult.Input, JsonNode> {

    private final Runs runs;

    /** Creates the task from the environment. Lambda calls it. */
    public SubRunResult() {
        this(RunServices.ofTheProcess().runs());
    }

    /** Creates the task for a service of runs in this process. */
    public SubRunResult(Runs runs) {
        this.runs = runs;
    }

    /**
     * The input: how the state machine started the run and how its wait ended.
     *
     * @param started what {@link SubRunStart} returned
     * @param seconds the timeout of the node, in seconds
     * @param failed the error of the state that waited for the execution; null if there was none
     */
    public record Input(
            JsonNode started, long seconds, @Nullable Failed failed) {}

    /**
     * The error of the state that waited for the execution.
     *
     * @param error the name of the error
     * @param cause its description
     */
    public record Failed(String error, String cause) {}

    @Override
    public JsonNode run(Input input, TaskContext context) {
        String id = input.started().path("run").asText();
        RunRecord run;
        try {
            run = runs.awaited(id, unfinished(input));
        } catch (RunRefused e) {
            throw new SubRunFailed("The run `" + id + "` cannot be read: " + e.getMessage());
        }
        if (run.status() != RunStatus.SUCCEEDED) {
            throw new SubRunFailed(failure(run, input));
        }
        return runs.output(id).orElse(NullNode.instance);
    }

    /** Returns the error of a run that has not ended, although the state that waited for it has. */
    private static RunError unfinished(Input input) {
        Failed failed = input.failed();
        return failed == null || isTimeout(failed)
                ? new RunError("", "", ErrorNames.TIMEOUT, late(input))
                : new RunError("", "", failed.error(), failed.cause());
    }

    private static boolean isTimeout(Failed failed) {
        return failed.error().equals("States.Timeout");
    }

    private static String late(Input input) {
        return "did not complete within the " + input.seconds() + (input.seconds() == 1 ? " second" : " seconds")
                + " of the node that started it";
    }

    private static String failure(RunRecord run, Input input) {
        String which = "The run `" + run.id() + "` of the workflow `" + run.workflow() + "` ";
        if (run.status() == RunStatus.ABORTED && input.failed() != null && isTimeout(input.failed())) {
            return which + late(input) + ", and was stopped.";
        }
        return run.failure()
                .map(error -> which
                        + ended(run.status())
                        + (error.node().isEmpty() ? "" : " at `" + error.node() + "`")
                        + (error.action().isEmpty() ? "" : " " + error.action())
                        + " with " + error.name() + ": " + error.message())
                .orElse(which + "was aborted.");
    }

    private static String ended(RunStatus status) {
        return switch (status) {
            case ABORTED -> "was aborted";
            case LOST -> "was lost";
            default -> "failed";
        };
    }
}
