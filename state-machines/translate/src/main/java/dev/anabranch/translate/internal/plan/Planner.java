package dev.anabranch.translate.internal.plan;

import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Creates a {@link Plan}: orders each scope, then divides the quotas of the execution among the scopes. */
final class Planner {

    private final Map<String, ExecutionOrder> orders = new LinkedHashMap<>();
    private final List<Barrier> barriers = new ArrayList<>();

    private Planner() {}

    static Plan plan(Graph defined, Target target) {
        Graph graph = AddedCalls.to(defined);
        Planner planner = new Planner();
        planner.order(Plan.ROOT, graph.root());
        Map<String, FanOutPlan> fanOuts =
                FanOutPlanner.of(graph, target, planner.orders, ConcurrencyPlanner.of(planner.orders));
        PayloadPlanner payloads = PayloadPlanner.of(graph, planner.orders, fanOuts);
        return new Plan(
                target,
                graph,
                planner.orders,
                WidthPromises.keep(ResultDemand.of(graph), fanOuts, payloads.inlineBytes()),
                FunctionPlanner.of(graph),
                payloads.recorded(),
                payloads.inlineBytes(),
                planner.barriers);
    }

    private void order(String name, Scope scope) {
        orders.put(name, OrderPlanner.of(scope, barriers));
        for (Node node : scope.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                order(Plan.body(fanOut), fanOut.body());
            } else if (node instanceof Node.Repeat repeat) {
                order(Plan.body(repeat), repeat.body());
                order(Plan.until(repeat), repeat.until());
            } else if (node instanceof Node.When when) {
                order(Plan.branch(when, true), when.then());
                order(Plan.branch(when, false), when.otherwise());
            } else if (node instanceof Node.Guard guard) {
                order(Plan.body(guard), guard.body());
                guard.cleanup().ifPresent(cleanup -> order(Plan.cleanup(guard), cleanup));
            }
        }
    }
}
