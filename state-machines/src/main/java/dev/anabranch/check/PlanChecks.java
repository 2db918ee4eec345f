package dev.anabranch.check;

import dev.anabranch.graph.Node;
import dev.anabranch.graph.Scope;
import dev.anabranch.plan.Barrier;
import dev.anabranch.plan.FanOutPlan;
import dev.anabranch.plan.Plan;
import dev.anabranch.plan.Quotas;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rules for plans: what AWS would refuse although each node is right, and what a plan adds to what was asked for. */
public final class PlanChecks {

    /** Less than what the shortest Task state that calls a function has, in bytes. */
    private static final int SHORTEST_CALL_BYTES = 900;

    /** The most barriers that are noted one by one. */
    private static final int MOST_BARRIERS = 10;

    /** The most nodes that a finding names. */
    private static final int MOST_NAMES = 5;

    private final Plan plan;
    private final Report report;

    private PlanChecks(Plan plan, Report report) {
        this.plan = plan;
        this.report = report;
    }

    /** Everything that the rules find, the worst first. What has no error among it can be translated. */
    public static List<Finding> of(Plan plan) {
        List<Finding> findings = new ArrayList<>();
        PlanChecks checks = new PlanChecks(plan, new Report(plan.graph().workflow(), findings));
        checks.payloads();
        checks.copies();
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
        PlanChecks checks = new PlanChecks(plan, new Report(plan.graph().workflow(), findings));
        if (bytes > Quotas.DEFINITION_BYTES) {
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
                "the state machine would have " + size + ", but AWS takes at most " + Quotas.DEFINITION_BYTES
                        + " bytes. " + detail,
                "Make several like calls one fan-out over a list, promise small widths with `atMost(...)` so that a body is"
                        + " written only once, or split the workflow in two.");
    }

    private void payloads() {
        if (plan.largestPayloadBytes() > Quotas.PAYLOAD_BYTES) {
            report.error(
                    "payload-size",
                    "so many values would travel together that one payload could have " + plan.largestPayloadBytes()
                            + " bytes, but AWS takes at most " + Quotas.PAYLOAD_BYTES + ".",
                    "Fan out over a list instead of making the calls one by one, or put values together in a task earlier.");
        }
    }

    /** A body that can run in both modes is written twice, and so is each copy of it: looked at before anything is written. */
    private void copies() {
        long calls = calls(plan.graph().root(), 1);
        if (calls * SHORTEST_CALL_BYTES > Quotas.DEFINITION_BYTES) {
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
                calls += calls(inner, Math.min(inside, Quotas.DEFINITION_BYTES));
            }
        }
        return Math.min(calls, Quotas.DEFINITION_BYTES);
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
