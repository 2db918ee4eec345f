package dev.anabranch.runs.internal.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.lifecycle.SubRunRequest;
import dev.anabranch.runs.internal.lifecycle.SubRunStarted;
import dev.anabranch.runtime.internal.invoke.ActionContext;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/**
 * Prepares the run that a node starts: its record and its input. The state machine then starts the execution. A
 * repeated call prepares the same run. It reads the variables of {@link RunServices}.
 */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 60)
public final class SubRunStart implements Task<SubRunStart.Input, JsonNode> {

    private final Runs runs;

    /** Creates the task from the environment. Lambda calls it. */
    public SubRunStart() {
        this(RunServices.ofTheProcess().runs());
    }

    /** Creates the task for a service of runs in this process. */
    public SubRunStart(Runs runs) {
        this.runs = runs;
    }

    /**
     * The request of a node.
     *
     * @param workflow the name of the workflow to run
     * @param node the node that starts the run
     * @param input the input of the run
     */
    public record Input(String workflow, String node, JsonNode input) {}

    /** Returns the labels of the items around the action, which the record of the node has too. */
    private static String labels(TaskContext context) {
        return context instanceof ActionContext action ? action.labels().text() : "";
    }

    /** Returns the run's id, and the input of its execution if it must be started. */
    @Override
    public JsonNode run(Input input, TaskContext context) {
        try {
            SubRunStarted started = runs.prepare(new SubRunRequest(
                    context.runId(), input.node(), context.path(), input.workflow(), input.input(), labels(context)));
            ObjectNode json = JsonNodeFactory.instance.objectNode().put("run", started.run());
            started.input().ifPresent(execution -> json.set("input", execution));
            return json;
        } catch (RunRefused e) {
            throw new PermanentFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
