package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link Plan}: lays out each scope, then hands the quotas of the execution down the scopes. */
final class Planner {

    private final Map<String, ExecutionOrder> shapes = new LinkedHashMap<>();
    private final List<Barrier> barriers = new ArrayList<>();

    private Planner() {}

    static Plan plan(Graph defined, Target target) {
        Graph graph = AddedCalls.to(defined);
        Planner planner = new Planner();
        planner.layOut(Plan.ROOT, graph.root());
        Map<String, FanOutPlan> fanOuts = FanOutPlanner.of(graph.root(), target, ConcurrencyPlanner.of(planner.shapes));
        PayloadPlanner payloads = PayloadPlanner.of(graph, planner.shapes, fanOuts);
        return new Plan(
                target,
                graph,
                planner.shapes,
                WidthPromises.keep(ResultDemand.of(graph), fanOuts, payloads.inlineBytes()),
                FunctionPlanner.of(graph),
                payloads.recorded(),
                payloads.inlineBytes(),
                planner.barriers);
    }

    private void layOut(String name, Scope scope) {
        shapes.put(name, OrderPlanner.of(scope, barriers));
        for (Node node : scope.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                layOut(Plan.body(fanOut), fanOut.body());
            } else if (node instanceof Node.When when) {
                layOut(Plan.side(when, true), when.then());
                layOut(Plan.side(when, false), when.otherwise());
            }
        }
    }
}
