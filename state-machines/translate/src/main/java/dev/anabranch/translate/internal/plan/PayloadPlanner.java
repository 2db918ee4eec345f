package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Expr;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.OutsideValues;
import dev.anabranch.workflow.internal.graph.Scope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Computes the largest size of a value that may travel inline. A payload of the state machine is the arguments of a
 * call, the input of an iteration or child, or the output of parallel branches. It has values and constants. The limit
 * is the share of one value in 256 KiB for the payload with the most values and the most constants, and its share in
 * the 10 MiB of an execution's variables. Therefore no data can exceed a quota.
 *
 * @param recorded the nodes whose results do not travel, because too many values would have to travel together
 * @param inlineBytes the largest size of a value that travels inline, in bytes of JSON
 */
record PayloadPlanner(Set<String> recorded, int inlineBytes) {

    /** The maximum number of values in one payload. With more, the share of each would be too small. */
    private static final int MAX_VALUES = 24;

    static PayloadPlanner of(Graph graph, Map<String, ExecutionOrder> orders, Map<String, FanOutPlan> fanOuts) {
        ResultDemand demand = ResultDemand.of(graph);
        List<Payload> payloads = new ArrayList<>();
        collect(graph.root(), demand, payloads);
        orders.values().forEach(order -> branches(order, demand, payloads));

        Set<String> recorded = new LinkedHashSet<>();
        graph.nodes().stream().filter(node -> node instanceof Node.Await).forEach(node -> recorded.add(node.id()));
        payloads.stream()
                .filter(payload -> payload.sources().size() > MAX_VALUES)
                .forEach(payload -> payload.sources().stream()
                        .filter(source -> canBeRecorded(source, demand, recorded))
                        .forEach(source -> recorded.add(((Expr.Result) source).node())));

        int most = 1;
        int constants = 0;
        for (Payload payload : payloads) {
            most = Math.max(most, payload.values(demand, recorded));
            constants = Math.max(constants, payload.constantBytes());
        }
        int byPayload = (StepFunctionsQuotas.PAYLOAD_BYTES - PlanMargins.PAYLOAD_RESERVE_BYTES - constants) / most;
        long variables = Math.max(1, variables(graph.root(), fanOuts, recorded));
        long byVariables = (StepFunctionsQuotas.VARIABLES_BYTES - StepFunctionsQuotas.PAYLOAD_BYTES) / variables;
        return new PayloadPlanner(
                recorded, (int) Math.max(PlanMargins.REFERENCE_BYTES, Math.min(byPayload, byVariables)));
    }

    /** Returns the largest possible size of a payload, in bytes. */
    static int largestPayload(Plan plan) {
        ResultDemand demand = ResultDemand.of(plan.graph());
        List<Payload> payloads = new ArrayList<>();
        collect(plan.graph().root(), demand, payloads);
        plan.orders().values().forEach(order -> branches(order, demand, payloads));
        int most = payloads.stream()
                .mapToInt(payload -> payload.values(demand, plan.recorded()))
                .max()
                .orElse(0);
        int constants = payloads.stream().mapToInt(Payload::constantBytes).max().orElse(0);
        return most * plan.inlineBytes() + constants + PlanMargins.PAYLOAD_RESERVE_BYTES;
    }

    /** Returns the largest possible size of all variables of an execution, in bytes. */
    static long largestVariables(Plan plan) {
        return variables(plan.graph().root(), plan.fanOuts(), plan.recorded()) * plan.inlineBytes();
    }

    /**
     * Returns whether a source is the result of a call that only tasks use, so that they can read it from the call's
     * record.
     */
    private static boolean canBeRecorded(Expr source, ResultDemand demand, Set<String> recorded) {
        return source instanceof Expr.Result result
                && demand.node(result.node()) instanceof Node.Call
                && !demand.isInspected(result.node())
                && !recorded.contains(result.node());
    }

    /** The values and constants in the input or output of one state. */
    private record Payload(Collection<Expr> sources, int constantBytes) {

        int values(ResultDemand demand, Set<String> recorded) {
            return sources.stream()
                    .mapToInt(source -> weight(source, demand, recorded))
                    .sum();
        }
    }

    private static int weight(Expr source, ResultDemand demand, Set<String> recorded) {
        if (source instanceof Expr.Folded folded) {
            return occurrences(folded.initial()).stream()
                    .mapToInt(inner -> weight(inner, demand, recorded))
                    .sum();
        }
        if (source instanceof Expr.Outcome) {
            return 0; // It is read from a record.
        }
        if (!(source instanceof Expr.Result result)) {
            return 1;
        }
        if (recorded.contains(result.node())) {
            return 0;
        }
        Node node = demand.node(result.node());
        if (!(node instanceof Node.When) && !(node instanceof Node.Guard)) {
            return 1;
        }
        // The output of a cleanup is a constant.
        return node.scopes().stream()
                .mapToInt(side -> occurrences(side.output()).stream()
                        .mapToInt(inner -> weight(inner, demand, recorded))
                        .sum())
                .max()
                .orElse(0);
    }

    private static void collect(Scope scope, ResultDemand demand, List<Payload> into) {
        into.add(payload(scope.output()));
        for (Node node : scope.nodes()) {
            node.inputs().forEach(input -> into.add(payload(input)));
            if (node instanceof Node.FanOut fanOut) {
                into.add(new Payload(OutsideValues.of(fanOut.body(), fanOut), 0));
            } else if (node instanceof Node.Repeat repeat) {
                into.add(new Payload(OutsideValues.ofRounds(repeat), 0));
            }
            node.scopes().forEach(inner -> collect(inner, demand, into));
        }
    }

    private static void branches(ExecutionOrder order, ResultDemand demand, List<Payload> into) {
        if (order instanceof ExecutionOrder.InSequence sequence) {
            sequence.parts().forEach(part -> branches(part, demand, into));
        } else if (order instanceof ExecutionOrder.InParallel parallel) {
            List<Expr> exported = new ArrayList<>();
            for (ExecutionOrder branch : parallel.branches()) {
                demand.exports(branch).forEach(id -> exported.add(new Expr.Result(id)));
                branches(branch, demand, into);
            }
            into.add(new Payload(exported, 0));
        }
    }

    private static Payload payload(Expr expr) {
        return new Payload(occurrences(expr), constantBytes(expr));
    }

    /** Returns the sources of an expression, with repetitions. */
    private static List<Expr> occurrences(Expr expr) {
        if (expr.parts().isEmpty()) {
            return List.copyOf(OutsideValues.sources(expr));
        }
        return expr.parts().stream().flatMap(part -> occurrences(part).stream()).toList();
    }

    private static int constantBytes(Expr expr) {
        if (expr instanceof Expr.Constant constant) {
            return constant.json().toString().getBytes(StandardCharsets.UTF_8).length;
        }
        return expr.parts().stream().mapToInt(PayloadPlanner::constantBytes).sum();
    }

    /** Returns the largest number of variables that an execution has at the same time. */
    private static long variables(Scope scope, Map<String, FanOutPlan> fanOuts, Set<String> recorded) {
        long variables = 0;
        for (Node node : scope.nodes()) {
            long own = node.scopes().stream()
                    .mapToLong(inner -> variables(inner, fanOuts, recorded))
                    .sum();
            FanOutPlan plan = fanOuts.get(node.id());
            boolean isAttempt = node instanceof Node.Guard guard && guard.isAttempt();
            long here = isAttempt || recorded.contains(node.id()) ? 0 : 1;
            variables += plan == null
                    ? here + own
                    : own * Math.min(plan.inlineConcurrency(), Math.max(1, plan.inlineWidth()));
        }
        return variables;
    }
}
