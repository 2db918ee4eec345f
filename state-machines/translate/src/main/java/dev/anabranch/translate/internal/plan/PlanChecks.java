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

/** The rules for plans: definitions that AWS would reject or throttle as a whole, and waits that the plan added. */
public final class PlanChecks {

    /** A lower bound for the size of a Task state that calls a function, in bytes. */
    private static final int SHORTEST_CALL_BYTES = 900;

    /** The maximum number of barriers that are reported individually. */
    private static final int MAX_BARRIERS = 10;

    /** The maximum number of nodes that a finding names. */
    private static final int MAX_NAMES = 5;

    private final Plan plan;
    private final FindingReport report;

    private PlanChecks(Plan plan, FindingReport report) {
        this.plan = plan;
        this.report = report;
    }

    /** Returns the findings of all rules, errors first. A plan without errors can be translated. */
    public static List<Finding> of(Plan plan) {
        List<Finding> findings = new ArrayList<>();
        PlanChecks checks = new PlanChecks(plan, new FindingReport(plan.graph().workflow(), findings));
        checks.payloads();
        checks.bodyVariants();
        checks.concurrency(plan.graph().root());
        checks.repeats();
        checks.functions();
        checks.barriers();
        findings.sort(null);
        return List.copyOf(findings);
    }

    /**
     * Returns the findings about the size of a definition.
     *
     * @param bytes the size of the definition after deployment has replaced its placeholders
     * @param bytesByNode the size of the states of each node of the outermost scope
     */
    public static List<Finding> ofDefinition(Plan plan, long bytes, Map<String, Long> bytesByNode) {
        List<Finding> findings = new ArrayList<>();
        PlanChecks checks = new PlanChecks(plan, new FindingReport(plan.graph().workflow(), findings));
        if (bytes > PlanMargins.DEFINITION_BYTES) {
            String largest = bytesByNode.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(MAX_NAMES)
                    .map(entry -> "`" + entry.getKey() + "` (" + entry.getValue() + ")")
                    .collect(Collectors.joining(", "));
            checks.tooLarge(bytes + " bytes", "The largest parts, in bytes, are " + largest + ".");
        }
        return List.copyOf(findings);
    }

    private void repeats() {
        for (Node node : plan.graph().nodes()) {
            if (node instanceof Node.Repeat repeat) {
                RepeatPlan rounds = plan.repeat(repeat);
                long most = rounds.rounds() * RepeatPlan.MAX_CHILDREN;
                if (rounds.inChildren() && repeat.atMost().orElse(0) > most) {
                    report.error(
                            "repeat-history",
                            repeat,
                            "`atMost` is " + repeat.atMost().orElse(0) + ", but only " + most
                                    + " rounds fit into the 25,000 history events of an execution: "
                                    + RepeatPlan.MAX_CHILDREN + " child executions with " + rounds.rounds()
                                    + " rounds each.",
                            "Lower `atMost`, lengthen the pause between rounds, or start another run after the last round.");
                }
            }
        }
    }

    private void tooLarge(String size, String detail) {
        report.error(
                "definition-size",
                "the state machine would have " + size + "; AWS allows at most " + PlanMargins.DEFINITION_BYTES
                        + " bytes. " + detail,
                "Replace similar calls by a fan-out over a list, set `atMost(...)` on short lists so that a body is written"
                        + " only once, or split the workflow.");
    }

    private void payloads() {
        if (plan.largestPayloadBytes() > StepFunctionsQuotas.PAYLOAD_BYTES) {
            report.error(
                    "payload-size",
                    "one payload could have " + plan.largestPayloadBytes()
                            + " bytes, because too many values travel together; AWS" + " allows at most "
                            + StepFunctionsQuotas.PAYLOAD_BYTES + " bytes.",
                    "Fan out over a list instead of adding single calls, or combine values in an earlier task.");
        }
    }

    /** Estimates the size before translation: a body with two modes is written twice, and nested bodies multiply. */
    private void bodyVariants() {
        long calls = calls(plan.graph().root(), 1);
        if (calls * SHORTEST_CALL_BYTES > PlanMargins.DEFINITION_BYTES) {
            long nodes = plan.graph().nodes().stream()
                    .filter(node -> node.functionCall().isPresent())
                    .count();
            tooLarge(
                    calls + " calls of functions with at least " + SHORTEST_CALL_BYTES + " bytes each",
                    "The workflow has " + nodes
                            + " calls; the body of a fan-out that can run in two modes is written twice.");
        }
    }

    private long calls(Scope scope, long variants) {
        long calls = 0;
        for (Node node : scope.nodes()) {
            long inside = variants;
            if (node instanceof Node.FanOut fanOut) {
                FanOutPlan modes = plan.fanOut(fanOut.id());
                inside *= (modes.inlineWidth() > 0 ? 1 : 0) + (modes.shard().isPresent() ? 1 : 0);
            }
            calls += node.functionCall().isPresent() ? variants : 0;
            for (Scope inner : node.scopes()) {
                calls += calls(inner, Math.min(inside, PlanMargins.DEFINITION_BYTES));
            }
        }
        return Math.min(calls, PlanMargins.DEFINITION_BYTES);
    }

    /** Checks the concurrency of outermost fan-outs, which multiplies with that of the fan-outs nested in them. */
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
        long functions = plan.concurrentFunctions(fanOut);
        if (functions > LambdaQuotas.CONCURRENCY) {
            String product = factors(fanOut);
            report.warning(
                    "concurrency-quota",
                    fanOut,
                    "up to " + (product.isEmpty() ? "" : product + " = ") + functions
                            + " functions could run in parallel, but an account's default quota is "
                            + LambdaQuotas.CONCURRENCY
                            + ". Lambda throttles the others, and an item that is throttled for about half a minute fails.",
                    "Lower `concurrency(...)`, omit it to get a share of the quota, or request a higher quota for concurrent"
                            + " executions from AWS.");
        }
        long mapRuns = plan.waitingMapRuns(fanOut);
        if (mapRuns >= StepFunctionsQuotas.OPEN_MAP_RUNS) {
            report.error(
                    "map-runs-quota",
                    fanOut,
                    "up to " + mapRuns + " Map Runs could wait for nested Map Runs, but AWS allows "
                            + StepFunctionsQuotas.OPEN_MAP_RUNS
                            + " open Map Runs, so the nested ones would never start.",
                    "Lower `concurrency(...)` of the outer fan-outs, or set `atMost(...)` on the nested ones.");
        }
    }

    /** Returns the concurrencies of nested fan-outs as a product; empty if there is no nested fan-out. */
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
                .max(Comparator.comparingLong(plan::concurrentFunctions))
                .orElse(null);
    }

    private void functions() {
        long functions = plan.concurrentFunctions();
        boolean reported = plan.graph().nodes().stream()
                .anyMatch(node -> node instanceof Node.FanOut fanOut
                        && plan.concurrentFunctions(fanOut) > LambdaQuotas.CONCURRENCY);
        if (functions > LambdaQuotas.CONCURRENCY && !reported) {
            report.warning(
                    "concurrency-quota",
                    "up to " + functions + " functions could run in parallel, but an account's default quota is "
                            + LambdaQuotas.CONCURRENCY
                            + ". Lambda throttles the others, and an item that is throttled for about half a minute fails.",
                    "Order some of the steps with `after(...)`, lower `concurrency(...)`, or request a higher quota for"
                            + " concurrent executions from AWS.");
        }
    }

    private void barriers() {
        Map<String, Node> nodes =
                plan.graph().nodes().stream().collect(Collectors.toMap(Node::id, node -> node, (one, other) -> one));
        int noted = 0;
        for (Barrier barrier : plan.barriers()) {
            Node place = nodes.get(barrier.then().get(0));
            if (place != null && noted < MAX_BARRIERS) {
                report.note(
                        "barrier",
                        place,
                        named(barrier.then()) + (barrier.then().size() == 1 ? " starts" : " start") + " only after "
                                + named(barrier.first()) + (barrier.first().size() == 1 ? " has" : " have")
                                + " completed, which is later than needed: states can only run in sequences and parallel"
                                + " branches." + rest(++noted),
                        "If this costs too much time, remove a dependency or merge tasks.");
            }
        }
    }

    private String rest(int noted) {
        int rest = plan.barriers().size() - noted;
        return noted == MAX_BARRIERS && rest > 0
                ? " The plan added " + rest + (rest == 1 ? " more such wait." : " more such waits.")
                : "";
    }

    private static String named(List<String> nodes) {
        String names = nodes.stream().limit(MAX_NAMES).collect(Collectors.joining("`, `", "`", "`"));
        return nodes.size() <= MAX_NAMES ? names : names + " and " + (nodes.size() - MAX_NAMES) + " more";
    }
}
