package dev.anabranch.translate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.asl.Jsonata;
import dev.anabranch.asl.State;
import dev.anabranch.asl.State.Transition;
import dev.anabranch.graph.Graph;
import dev.anabranch.plan.Plan;
import dev.anabranch.plan.Uses;

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
        Names names = new Names(graph);
        String start = names.state("start");
        Fragment work = Emitter.root(plan, Uses.of(graph), names)
                .machine(plan.shape(Plan.ROOT), new Exit.Worth(graph.root().output()));
        Fragment whole = Fragment.of(start, new State.Pass(none(), rootFrame(), Transition.to(work.entry())))
                .and(work);
        return new Translation(
                whole.machine(), "Workflow " + graph.workflow() + ", translated by Anabranch.", names.nodes());
    }

    /** The run's id is the name of its execution, whatever the starter said. */
    private static ObjectNode rootFrame() {
        ObjectNode frame = none();
        frame.set(
                "run",
                Jsonata.of("$merge([$exists($states.input.run) ? $states.input.run : {},"
                        + " {'id': $states.context.Execution.Name}])"));
        frame.set("input", Jsonata.of(Frame.RUN_INPUT));
        return frame;
    }

    static ObjectNode none() {
        return JsonNodeFactory.instance.objectNode();
    }
}
