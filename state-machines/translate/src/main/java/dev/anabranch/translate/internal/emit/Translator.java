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
 * Writes a plan as a state machine. The text has placeholders for what only a deployment knows: {@link #TABLE}, {@link #BUCKET}
 * and, for each function, {@code ${<its id>}}.
 */
public final class Translator {

    /** The placeholder of the table of records. */
    public static final String TABLE = "${Table}";

    /** The placeholder of the bucket of payloads. */
    public static final String BUCKET = "${Bucket}";

    private Translator() {}

    /** Writes a plan. The same plan gives the same bytes. */
    public static Translation translate(Plan plan) {
        Graph graph = plan.graph();
        StateNames names = new StateNames(graph);
        String start = names.state("start");
        MachineFragment work = StateEmitter.root(plan, ResultDemand.of(graph), names)
                .machine(plan.shape(Plan.ROOT), new StateExit.Worth(graph.root().output()));
        MachineFragment whole = MachineFragment.of(
                        start, new AslState.Pass(none(), rootFrame(), Transition.to(work.entry())))
                .and(work);
        return new Translation(
                whole.machine(), "Workflow " + graph.workflow() + ", translated by Anabranch.", names.nodes());
    }

    /** The run's id is the name of its execution, whatever the starter said. */
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
