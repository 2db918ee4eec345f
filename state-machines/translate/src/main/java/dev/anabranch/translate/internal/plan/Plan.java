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
 * How a graph becomes states.
 *
 * @param target where it is to run
 * @param graph the graph, with the calls that only states need
 * @param shapes the order of the nodes of each scope, by {@link #ROOT}, {@link #body} and {@link #side}
 * @param fanOuts how each fan-out runs, by id
 * @param functions the function of each call, by the call's id
 * @param recorded the nodes whose results never travel: whoever wants one reads it from its action's record
 * @param inlineBytes how large a value may be to travel inline; a larger one travels by reference
 * @param barriers the waits that no value asks for
 */
public record Plan(
        Target target,
        Graph graph,
        Map<String, ExecutionOrder> shapes,
        Map<String, FanOutPlan> fanOuts,
        Map<String, FunctionPlan> functions,
        Set<String> recorded,
        int inlineBytes,
        List<Barrier> barriers) {

    /** The outermost scope. */
    public static final String ROOT = "";

    /** Copies the collections and keeps their order. */
    public Plan {
        shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
        fanOuts = Collections.unmodifiableMap(new LinkedHashMap<>(fanOuts));
        functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
        recorded = Collections.unmodifiableSet(new LinkedHashSet<>(recorded));
        barriers = List.copyOf(barriers);
    }

    /** Plans a graph that has passed the checks, for AWS. */
    public static Plan of(Graph graph) {
        return of(graph, Target.AWS);
    }

    /** Plans a graph that has passed the checks. */
    public static Plan of(Graph graph, Target target) {
        return Planner.plan(graph, target);
    }

    /** The most bytes that a payload can have, whatever the data: at most {@link StepFunctionsQuotas#PAYLOAD_BYTES}. */
    public int largestPayloadBytes() {
        return PayloadPlanner.largestPayload(this);
    }

    /** The most bytes that all variables of an execution can have together: at most {@link StepFunctionsQuotas#VARIABLES_BYTES}. */
    public long largestVariablesBytes() {
        return PayloadPlanner.largestVariables(this);
    }

    /** The most functions that a run can have at once, at widths that know no bounds. */
    public long functionsAtOnce() {
        return new PeakConcurrency(this).functions(shape(ROOT));
    }

    /** The most functions that one fan-out can have at once, with all that is in it. */
    public long functionsAtOnce(Node.FanOut fanOut) {
        return new PeakConcurrency(this).functions(fanOut);
    }

    /** The most Map Runs of a fan-out that stay open until others, inside them, have ended: of one pass through its scope. */
    public long waitingMapRuns(Node.FanOut fanOut) {
        return new PeakConcurrency(this).waitingMapRuns(fanOut);
    }

    /** The scope of a fan-out's body. */
    public static String body(Node.FanOut fanOut) {
        return fanOut.id() + "/body";
    }

    /** The scope of one side of a conditional. */
    public static String side(Node.When when, boolean then) {
        return when.id() + (then ? "/then" : "/otherwise");
    }

    /** The order of the nodes of a scope. */
    public ExecutionOrder shape(String scope) {
        return Objects.requireNonNull(shapes.get(scope), () -> "no scope " + scope);
    }

    /** How a fan-out runs. */
    public FanOutPlan fanOut(String id) {
        return Objects.requireNonNull(fanOuts.get(id), () -> "no fan-out " + id);
    }
}
