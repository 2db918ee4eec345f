package dev.anabranch.translate.internal.plan;

import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.internal.check.FindingReport;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules for plans: what AWS would refuse although each node is right, and what a plan adds to what was asked for. */
public final class PlanChecks {

    /** Less than what the shortest Task state that calls a function has, in bytes. */
    private static final int SHORTEST_CALL_BYTES = 900;

    /** The most barriers that are noted one by one. */
    private static final int MOST_BARRIERS = 10;

    /** The most nodes that a finding names. */
    private static final int MOST_NAMES = 5;

    private final Plan plan;
    private final FindingReport report;

    private PlanChecks(Plan plan, FindingReport report) {
        this.plan = plan;
        this.report = report;
    }

    /** Everything that the rules find, the worst first. What has no error among it can be translated. */
    public static List<Finding> of(Plan plan) {
        List<Finding> findings = new ArrayList<>();
        PlanChecks checks = new PlanChecks(plan, new FindingReport(plan.graph().workflow(), findings));
        checks.payloads();
        checks.copies();
        checks.concurrency(plan.graph().root());
        checks.functions();
        checks.barriers();
        findings.sort(null);
        return List.copyOf(findings);
    }

    /**
     * What is wrong with a definition as such.
     *
     * @param bytes its size with everything in it that a deployment fills in
     * @param bytesByNode how much of it belongs to each node of the outermost scope
     */
    public static List<Finding> ofDefinition(Plan plan, long bytes, Map<String, Long> bytesByNode) {
        List<Finding> findings = new ArrayList<>();
        PlanChecks checks = new PlanChecks(plan, new FindingReport(plan.graph().workflow(), findings));
        if (bytes > PlanMargins.DEFINITION_BYTES) {
            String largest = bytesByNode.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(MOST_NAMES)
                    .map(entry -> "`" + entry.getKey() + "` (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            checks.tooLarge(bytes + " bytes", "The largest parts, in bytes, are " + largest + ".");
        }
        return List.copyOf(findings);
    }

    private void tooLarge(String size, String detail) {
        report.error(
                "definition-size",
                "the state machine would have " + size + ", but AWS takes at most " + PlanMargins.DEFINITION_BYTES
                        + " bytes. " + detail,
                "Make several like calls one fan-out over a list, promise small widths with `atMost(...)` so that a body is"
                        + " written only once, or split the workflow in two.");
    }

    private void payloads() {
        if (plan.largestPayloadBytes() > StepFunctionsQuotas.PAYLOAD_BYTES) {
            report.error(
                    "payload-size",
                    "so many values would travel together that one payload could have " + plan.largestPayloadBytes()
                            + " bytes, but AWS takes at most " + StepFunctionsQuotas.PAYLOAD_BYTES + ".",
                    "Fan out over a list instead of making the calls one by one, or put values together in a task earlier.");
        }
    }

    /** A body that can run in both modes is written twice, and so is each copy of it: looked at before anything is written. */
    private void copies() {
        long calls = calls(plan.graph().root(), 1);
        if (calls * SHORTEST_CALL_BYTES > PlanMargins.DEFINITION_BYTES) {
            long nodes = plan.graph().nodes().stream()
                    .filter(node -> node instanceof Node.Call)
                    .count();
            tooLarge(
                    calls + " calls of functions, each of which takes " + SHORTEST_CALL_BYTES + " bytes or more",
                    "Its " + nodes + " calls are written " + calls
                            + " times, because a body that can run in two modes is" + " written twice.");
        }
    }

    private long calls(Scope scope, long copies) {
        long calls = 0;
        for (Node node : scope.nodes()) {
            long inside = copies;
            if (node instanceof Node.FanOut fanOut) {
                FanOutPlan modes = plan.fanOut(fanOut.id());
                inside *= (modes.inlineWidth() > 0 ? 1 : 0) + (modes.shard().isPresent() ? 1 : 0);
            }
            calls += node instanceof Node.Call ? copies : 0;
            for (Scope inner : node.scopes()) {
                calls += calls(inner, Math.min(inside, PlanMargins.DEFINITION_BYTES));
            }
        }
        return Math.min(calls, PlanMargins.DEFINITION_BYTES);
    }

    /** What each fan-out has at once is right by itself, but multiplies with those around it. */
    private void concurrency(Scope scope) {
        for (Node node : scope.nodes()) {
            if (node instanceof Node.FanOut fanOut) {
                concurrency(fanOut);
            } else {
                node.scopes().forEach(this::concurrency);
            }
        }
    }

    private void concurrency(Node.FanOut fanOut) {
        long functions = plan.functionsAtOnce(fanOut);
        if (functions > LambdaQuotas.CONCURRENCY) {
            String product = factors(fanOut);
            report.warning(
                    "concurrency-quota",
                    fanOut,
                    "up to " + (product.isEmpty() ? "" : product + " = ") + functions
                            + " functions could run at once, but Lambda gives an account "
                            + LambdaQuotas.CONCURRENCY
                            + " unless it asks for more; what it refuses for half a minute fails.",
                    "Lower `concurrency(...)`, leave it out where a fan-out may have what others leave, or ask AWS for more"
                            + " concurrent executions.");
        }
        long mapRuns = plan.waitingMapRuns(fanOut);
        if (mapRuns >= StepFunctionsQuotas.OPEN_MAP_RUNS) {
            report.error(
                    "map-runs-quota",
                    fanOut,
                    "up to " + mapRuns + " Map Runs would wait for others inside them, but AWS opens "
                            + StepFunctionsQuotas.OPEN_MAP_RUNS + " at once: none of those inside could ever start.",
                    "Lower `concurrency(...)` of the outer fan-outs, or promise small widths with `atMost(...)` inside.");
        }
    }

    /** The concurrencies that multiply, where one fan-out is in another. */
    private String factors(Node.FanOut fanOut) {
        List<String> factors = new ArrayList<>();
        for (Node.FanOut next = fanOut; next != null; next = largest(next.body())) {
            factors.add(plan.fanOut(next.id()).concurrency() + " of `" + next.id() + "`");
        }
        return factors.size() > 1 ? String.join(" × ", factors) : "";
    }

    private Node.@Nullable FanOut largest(Scope scope) {
        return scope.nodes().stream()
                .flatMap(node -> node instanceof Node.FanOut fanOut
                        ? Stream.of(fanOut)
                        : node.scopes().stream().map(this::largest).filter(Objects::nonNull))
                .max(Comparator.comparingLong(plan::functionsAtOnce))
                .orElse(null);
    }

    private void functions() {
        long functions = plan.functionsAtOnce();
        boolean told = plan.graph().nodes().stream()
                .anyMatch(node ->
                        node instanceof Node.FanOut fanOut && plan.functionsAtOnce(fanOut) > LambdaQuotas.CONCURRENCY);
        if (functions > LambdaQuotas.CONCURRENCY && !told) {
            report.warning(
                    "concurrency-quota",
                    "up to " + functions + " functions could run at once, side by side, but Lambda gives an account "
                            + LambdaQuotas.CONCURRENCY
                            + " unless it asks for more; what it refuses for half a minute fails.",
                    "Make some of it wait with `after(...)`, lower `concurrency(...)`, or ask AWS for more concurrent"
                            + " executions.");
        }
    }

    private void barriers() {
        Map<String, Node> nodes =
                plan.graph().nodes().stream().collect(Collectors.toMap(Node::id, node -> node, (one, other) -> one));
        int noted = 0;
        for (Barrier barrier : plan.barriers()) {
            Node place = nodes.get(barrier.then().get(0));
            if (place != null && noted < MOST_BARRIERS) {
                report.note(
                        "barrier",
                        place,
                        named(barrier.then()) + " start only when " + named(barrier.first())
                                + " are done, although not each needs all of them: states run in sequences and branches, and"
                                + " these waits are neither." + rest(++noted),
                        "If that costs time, take a value less, or make what is waited for needlessly part of another task.");
            }
        }
    }

    private String rest(int noted) {
        int rest = plan.barriers().size() - noted;
        return noted == MOST_BARRIERS && rest > 0 ? " There are " + rest + " more such waits." : "";
    }

    private static String named(List<String> nodes) {
        String names = nodes.stream().limit(MOST_NAMES).collect(Collectors.joining("`, `", "`", "`"));
        return nodes.size() <= MOST_NAMES ? names : names + " and " + (nodes.size() - MOST_NAMES) + " more";
    }
}
