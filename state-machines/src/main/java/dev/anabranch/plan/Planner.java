package dev.anabranch.plan;

import dev.anabranch.graph.Graph;
import dev.anabranch.graph.Node;
import dev.anabranch.graph.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link Plan}: lays out each scope, then hands the quotas of the execution down the scopes. */
final class Planner {

    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final List<Barrier> barriers = new ArrayList<>();

    private Planner() {}

    static Plan plan(Graph defined, Target target) {
        Graph graph = AddedCalls.to(defined);
        Planner planner = new Planner();
        planner.layOut(Plan.ROOT, graph.root());
        Map<String, FanOutPlan> fanOuts = Widths.of(graph.root(), target, Concurrency.of(planner.shapes));
        Payloads payloads = Payloads.of(graph, planner.shapes, fanOuts);
        return new Plan(
                target,
                graph,
                planner.shapes,
                Promises.keep(Uses.of(graph), fanOuts, payloads.inlineBytes()),
                Functions.of(graph),
                payloads.recorded(),
                payloads.inlineBytes(),
                planner.barriers);
    }

    private void layOut(String name, Scope scope) {
        shapes.put(name, Layout.of(scope, barriers));
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
