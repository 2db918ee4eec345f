package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.translate.internal.asl.AslState;
import dev.anabranch.translate.internal.asl.AslState.Transition;
import dev.anabranch.translate.internal.asl.JsonataWriter;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.ResultDemand;
import dev.anabranch.workflow.internal.graph.Graph;

/**
 * Translates a plan into a state machine. The definition has placeholders that a deployment replaces: {@link #TABLE},
 * {@link #BUCKET} and one per function, {@code ${<id>}}.
 */
public final class Translator {

    /** The placeholder of the table of records. */
    public static final String TABLE = "${Table}";

    /** The placeholder of the bucket of payloads. */
    public static final String BUCKET = "${Bucket}";

    private Translator() {}

    /** Translates a plan. Equal plans give equal bytes. */
    public static Translation translate(Plan plan) {
        Graph graph = plan.graph();
        StateNames names = new StateNames(graph);
        String start = names.state("start");
        MachineFragment work = StateEmitter.root(plan, ResultDemand.of(graph), names)
                .machine(
                        plan.order(Plan.ROOT), new StateExit.Return(graph.root().output()));
        MachineFragment caught = graph.onFailure()
                .map(call -> HookEmitter.around(work, plan, call, names))
                .orElse(work);
        MachineFragment whole = MachineFragment.of(
                        start, new AslState.Pass(none(), rootFrame(), Transition.to(caught.entry())))
                .and(caught);
        return new Translation(
                whole.machine(),
                "Workflow " + graph.workflow() + ", translated by Anabranch.",
                graph.limitSeconds(),
                names.nodes());
    }

    /** Returns the frame of the root. The run's id is the name of the execution, even if the input has another id. */
    private static ObjectNode rootFrame() {
        ObjectNode frame = none();
        frame.set(
                "run",
                JsonataWriter.of("$merge([$exists($states.input.run) ? $states.input.run : {},"
                        + " {'id': $states.context.Execution.Name}])"));
        frame.set("input", JsonataWriter.of(ScopeFrame.RUN_INPUT));
        return frame;
    }

    static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }
}
