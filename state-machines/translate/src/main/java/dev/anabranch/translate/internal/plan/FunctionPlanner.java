package dev.anabranch.translate.internal.plan;

import dev.anabranch.runtime.internal.action.ToleranceCheck;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the functions that a graph needs: one for each task, and one more for each other memory size that a call asks for. */
final class FunctionPlanner {

    private FunctionPlanner() {}

    /** Ids of functions whose class has another name: a deployed function keeps its id, or CloudFormation would replace it. */
    private static final Map<String, String> KEPT_IDS = Map.of(ToleranceCheck.class.getName(), "Tally");

    private record Key(String task, int memoryMb) {}

    /** The function of each call, by the call's id. */
    static Map<String, FunctionPlan> of(Graph graph) {
        List<Node.Call> calls = new ArrayList<>();
        Map<Key, Integer> timeouts = new LinkedHashMap<>();
        for (Node node : graph.nodes()) {
            if (node instanceof Node.Call call) {
                calls.add(call);
                timeouts.merge(key(call), call.options().timeoutSeconds(), Math::max);
            }
        }
        Map<String, String> owners = new HashMap<>();
        Map<Key, FunctionPlan> functions = new HashMap<>();
        Map<String, FunctionPlan> byCall = new LinkedHashMap<>();
        for (Node.Call call : calls) {
            FunctionPlan function = functions.computeIfAbsent(
                    key(call),
                    key -> new FunctionPlan(
                            id(call, owners), key.task(), key.memoryMb(), timeouts.getOrDefault(key, 0)));
            byCall.put(call.id(), function);
        }
        return byCall;
    }

    private static Key key(Node.Call call) {
        return new Key(call.task().className(), call.options().memoryMb());
    }

    private static String id(Node.Call call, Map<String, String> owners) {
        int memory = call.options().memoryMb();
        String simple = KEPT_IDS.getOrDefault(
                call.task().className(), call.task().simpleName().replaceAll("[^A-Za-z0-9]", ""));
        String wish = memory == call.task().memoryMb() ? simple : simple + memory;
        String id = wish;
        for (int i = 2; owners.putIfAbsent(id, wish) != null; i++) {
            id = wish + "x" + i;
        }
        return id;
    }
}
