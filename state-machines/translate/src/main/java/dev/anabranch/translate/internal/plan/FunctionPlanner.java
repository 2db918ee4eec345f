package dev.anabranch.translate.internal.plan;

import dev.anabranch.runtime.internal.action.ToleranceCheck;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Plans the functions of a graph: one for each combination of task and memory size. */
final class FunctionPlanner {

    private FunctionPlanner() {}

    /**
     * Ids that differ from the class name. They must not change, because CloudFormation would replace deployed
     * functions.
     */
    private static final Map<String, String> KEPT_IDS = Map.of(ToleranceCheck.class.getName(), "Tally");

    /** Returns the function of each call, by the call's id. */
    static Map<String, FunctionPlan> of(Graph graph) {
        List<Node.Call> calls = new ArrayList<>();
        Map<String, Integer> timeouts = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            node.functionCall().ifPresent(call -> {
                calls.add(call);
                timeouts.merge(key(call), call.options().timeoutSeconds(), Math::max);
            });
        }
        StopCalls.of(graph).all().forEach(stop -> {
            calls.add(stop.call());
            timeouts.merge(key(stop.call()), stop.call().options().timeoutSeconds(), Math::max);
        });
        Map<String, String> owners = new HashMap<>();
        // Functions and state machines of other workflows share the namespace of placeholders.
        graph.nodes().stream()
                .filter(node -> node instanceof Node.SubRun)
                .forEach(node -> owners.put(Plan.machine((Node.SubRun) node), ""));
        Map<String, FunctionPlan> functions = new HashMap<>();
        Map<String, FunctionPlan> byCall = new LinkedHashMap<>();
        for (Node.Call call : calls) {
            FunctionPlan function = functions.computeIfAbsent(
                    key(call),
                    key -> new FunctionPlan(
                            id(call, owners),
                            call.task().className(),
                            call.options().memoryMb(),
                            timeouts.getOrDefault(key, 0),
                            call.task().needs()));
            byCall.put(call.id(), function);
        }
        return byCall;
    }

    private static String key(Node.Call call) {
        return call.task().className() + " " + call.options().memoryMb();
    }

    private static String id(Node.Call call, Map<String, String> owners) {
        int memory = call.options().memoryMb();
        String simple = KEPT_IDS.getOrDefault(
                call.task().className(), call.task().simpleName().replaceAll("[^A-Za-z0-9]", ""));
        String preferred = memory == call.task().memoryMb() ? simple : simple + memory;
        String id = preferred;
        for (int i = 2; owners.putIfAbsent(id, preferred) != null; i++) {
            id = preferred + "x" + i;
        }
        return id;
    }
}
