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
 * Works out how large a value may be to travel inline. Every payload of the machine (the arguments of a call, what an iteration or
 * a child is given, what branches hand on) holds some number of values and some constants; with the largest number and the largest
 * constants, each value gets its share of 256 KiB. All variables of an execution share 10 MiB. So no payload can be exceeded,
 * whatever the data.
 *
 * @param recorded the nodes whose results do not travel at all, because too many would have to travel together
 * @param inlineBytes how large a value may be to travel inline
 */
record PayloadPlanner(Set<String> recorded, int inlineBytes) {

    /** The most values in one payload: beyond that, each one's share would be too small to be worth it. */
    private static final int MOST_VALUES = 24;

    static PayloadPlanner of(Graph graph, Map<String, ExecutionOrder> shapes, Map<String, FanOutPlan> fanOuts) {
        ResultDemand uses = ResultDemand.of(graph);
        List<Payload> payloads = new ArrayList<>();
        collect(graph.root(), uses, payloads);
        shapes.values().forEach(shape -> branches(shape, uses, payloads));

        Set<String> recorded = new LinkedHashSet<>();
        payloads.stream()
                .filter(payload -> payload.sources().size() > MOST_VALUES)
                .forEach(payload -> payload.sources().stream()
                        .filter(source -> travels(source, uses, recorded))
                        .forEach(source -> recorded.add(((Expr.Result) source).node())));

        int most = 1;
        int constants = 0;
        for (Payload payload : payloads) {
            most = Math.max(most, payload.values(uses, recorded));
            constants = Math.max(constants, payload.constantBytes());
        }
        int byPayload = (StepFunctionsQuotas.PAYLOAD_BYTES - PlanMargins.PAYLOAD_RESERVE_BYTES - constants) / most;
        long variables = Math.max(1, variables(graph.root(), fanOuts, recorded));
        long byVariables = (StepFunctionsQuotas.VARIABLES_BYTES - StepFunctionsQuotas.PAYLOAD_BYTES) / variables;
        return new PayloadPlanner(
                recorded, (int) Math.max(PlanMargins.REFERENCE_BYTES, Math.min(byPayload, byVariables)));
    }

    /** The most bytes that a payload of a plan can have, whatever the data. */
    static int largestPayload(Plan plan) {
        ResultDemand uses = ResultDemand.of(plan.graph());
        List<Payload> payloads = new ArrayList<>();
        collect(plan.graph().root(), uses, payloads);
        plan.shapes().values().forEach(shape -> branches(shape, uses, payloads));
        int most = payloads.stream()
                .mapToInt(payload -> payload.values(uses, plan.recorded()))
                .max()
                .orElse(0);
        int constants = payloads.stream().mapToInt(Payload::constantBytes).max().orElse(0);
        return most * plan.inlineBytes() + constants + PlanMargins.PAYLOAD_RESERVE_BYTES;
    }

    /** The most bytes that all variables of an execution of a plan can have together, whatever the data. */
    static long largestVariables(Plan plan) {
        return variables(plan.graph().root(), plan.fanOuts(), plan.recorded()) * plan.inlineBytes();
    }

    /** True for what a call returned where only tasks want it, so that it can be read from the call's record instead. */
    private static boolean travels(Expr source, ResultDemand uses, Set<String> recorded) {
        return source instanceof Expr.Result result
                && uses.node(result.node()) instanceof Node.Call
                && !uses.inspected(result.node())
                && !recorded.contains(result.node());
    }

    /** What one state is given or hands on. */
    private record Payload(Collection<Expr> sources, int constantBytes) {

        int values(ResultDemand uses, Set<String> recorded) {
            return sources.stream()
                    .mapToInt(source -> weight(source, uses, recorded))
                    .sum();
        }
    }

    private static int weight(Expr source, ResultDemand uses, Set<String> recorded) {
        if (!(source instanceof Expr.Result result)) {
            return 1;
        }
        if (recorded.contains(result.node())) {
            return 0;
        }
        if (!(uses.node(result.node()) instanceof Node.When when)) {
            return 1;
        }
        return List.of(when.then(), when.otherwise()).stream()
                .mapToInt(side -> occurrences(side.output()).stream()
                        .mapToInt(inner -> weight(inner, uses, recorded))
                        .sum())
                .max()
                .orElse(0);
    }

    private static void collect(Scope scope, ResultDemand uses, List<Payload> into) {
        into.add(payload(scope.output()));
        for (Node node : scope.nodes()) {
            node.inputs().forEach(input -> into.add(payload(input)));
            if (node instanceof Node.FanOut fanOut) {
                into.add(new Payload(OutsideValues.of(fanOut.body(), fanOut), 0));
            }
            node.scopes().forEach(inner -> collect(inner, uses, into));
        }
    }

    private static void branches(ExecutionOrder shape, ResultDemand uses, List<Payload> into) {
        if (shape instanceof ExecutionOrder.InOrder inOrder) {
            inOrder.parts().forEach(part -> branches(part, uses, into));
        } else if (shape instanceof ExecutionOrder.SideBySide sideBySide) {
            List<Expr> exported = new ArrayList<>();
            for (ExecutionOrder branch : sideBySide.branches()) {
                uses.exports(branch).forEach(id -> exported.add(new Expr.Result(id)));
                branches(branch, uses, into);
            }
            into.add(new Payload(exported, 0));
        }
    }

    private static Payload payload(Expr expr) {
        return new Payload(occurrences(expr), constantBytes(expr));
    }

    /** The sources of an expression, as often as they occur. */
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

    /** How many variables an execution can hold at once. */
    private static long variables(Scope scope, Map<String, FanOutPlan> fanOuts, Set<String> recorded) {
        long variables = 0;
        for (Node node : scope.nodes()) {
            long own = node.scopes().stream()
                    .mapToLong(inner -> variables(inner, fanOuts, recorded))
                    .sum();
            FanOutPlan plan = fanOuts.get(node.id());
            long here = recorded.contains(node.id()) ? 0 : 1;
            variables += plan == null
                    ? here + own
                    : own * Math.min(plan.inlineConcurrency(), Math.max(1, plan.inlineWidth()));
        }
        return variables;
    }
}
