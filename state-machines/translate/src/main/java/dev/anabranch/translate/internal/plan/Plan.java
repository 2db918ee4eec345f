package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The plan for translating a graph into states.
 *
 * @param target the environment in which the state machine runs
 * @param graph the graph, including the calls that the plan added
 * @param orders the execution order of each scope, by {@link #ROOT}, {@link #body} and {@link #branch}
 * @param fanOuts the plan for each fan-out, by id
 * @param functions the function of each call, by the call's id
 * @param recorded the nodes whose results do not travel; tasks read them from the records of their actions
 * @param inlineBytes the largest size of a value that travels inline, in bytes of JSON; larger ones travel by reference
 * @param barriers the added waits
 */
public record Plan(
        Target target,
        Graph graph,
        Map<String, ExecutionOrder> orders,
        Map<String, FanOutPlan> fanOuts,
        Map<String, FunctionPlan> functions,
        Set<String> recorded,
        int inlineBytes,
        List<Barrier> barriers) {

    /** The name of the outermost scope. */
    public static final String ROOT = "";

    /** Copies the collections in their order. */
    public Plan {
        orders = Collections.unmodifiableMap(new LinkedHashMap<>(orders));
        fanOuts = Collections.unmodifiableMap(new LinkedHashMap<>(fanOuts));
        functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
        recorded = Collections.unmodifiableSet(new LinkedHashSet<>(recorded));
        barriers = List.copyOf(barriers);
    }

    /** Plans a graph for AWS. The graph must have no errors. */
    public static Plan of(Graph graph) {
        return of(graph, Target.AWS);
    }

    /** Plans a graph for {@code target}. The graph must have no errors. */
    public static Plan of(Graph graph, Target target) {
        return Planner.plan(graph, target);
    }

    /** Returns the largest possible size of a payload, in bytes: at most {@link StepFunctionsQuotas#PAYLOAD_BYTES}. */
    public int largestPayloadBytes() {
        return PayloadPlanner.largestPayload(this);
    }

    /**
     * Returns the largest possible size of all variables of an execution, in bytes: at most {@link
     * StepFunctionsQuotas#VARIABLES_BYTES}.
     */
    public long largestVariablesBytes() {
        return PayloadPlanner.largestVariables(this);
    }

    /** Returns the peak number of concurrent functions of a run, for lists of any width. */
    public long concurrentFunctions() {
        return new PeakConcurrency(this).functions(order(ROOT));
    }

    /** Returns the peak number of concurrent functions of one fan-out, including nodes in it. */
    public long concurrentFunctions(Node.FanOut fanOut) {
        return new PeakConcurrency(this).functions(fanOut);
    }

    /**
     * Returns how many Map Runs of a fan-out stay open until nested Map Runs have completed, for one pass through its
     * scope.
     */
    public long waitingMapRuns(Node.FanOut fanOut) {
        return new PeakConcurrency(this).waitingMapRuns(fanOut);
    }

    /** Returns the name of the scope of a fan-out's body. */
    public static String body(Node.FanOut fanOut) {
        return fanOut.id() + "/body";
    }

    /** Returns the name of the early end of a fan-out, as a scope that {@link StopCalls} can stop. */
    public static String earlyEnd(Node.FanOut fanOut) {
        return fanOut.id() + "/end";
    }

    /** Returns the name of the scope of a loop's body. */
    public static String body(Node.Repeat repeat) {
        return repeat.id() + "/body";
    }

    /** Returns the name of the scope of a loop's condition. */
    public static String until(Node.Repeat repeat) {
        return repeat.id() + "/until";
    }

    /** Returns the plan for a loop. */
    public RepeatPlan repeat(Node.Repeat repeat) {
        return RepeatPlan.of(repeat);
    }

    /** Returns the name of the scope of one branch of a conditional. */
    public static String branch(Node.When when, boolean then) {
        return when.id() + (then ? "/then" : "/otherwise");
    }

    /** Returns the name of the scope of the steps of a guard. */
    public static String body(Node.Guard guard) {
        return guard.id() + "/body";
    }

    /** Returns the name of the scope of a guard's cleanup. */
    public static String cleanup(Node.Guard guard) {
        return guard.id() + "/cleanup";
    }

    /** Returns the placeholder of the state machine that a node runs: letters and digits. */
    public static String machine(Node.SubRun run) {
        return machine(run.child().workflow());
    }

    /** Returns the placeholder of the state machine of a workflow: letters and digits. */
    public static String machine(String workflow) {
        // Names of workflows have no capital letters, so the placeholders of two workflows differ.
        return "Machine" + workflow.replace('-', 'X');
    }

    /** Returns the execution order of a scope. */
    public ExecutionOrder order(String scope) {
        return Objects.requireNonNull(orders.get(scope), () -> "no scope " + scope);
    }

    /** Returns the plan for a fan-out. */
    public FanOutPlan fanOut(String id) {
        return Objects.requireNonNull(fanOuts.get(id), () -> "no fan-out " + id);
    }
}
