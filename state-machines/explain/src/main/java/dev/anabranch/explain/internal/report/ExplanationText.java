package dev.anabranch.explain.internal.report;

import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.Estimate;
import dev.anabranch.explain.internal.cost.RunLimit;
import dev.anabranch.explain.internal.report.WidthEstimate.FanOutAtWidth;
import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.quotas.internal.StepFunctionsQuotas;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.translate.internal.manifest.RunGraphs;
import dev.anabranch.translate.internal.plan.Barrier;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.RepeatPlan;
import dev.anabranch.translate.internal.plan.Shard;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.RetryPolicy;
import dev.anabranch.workflow.internal.graph.RetryRule;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes an explanation as text. */
final class ExplanationText {

    private static final int COLUMN = 22;

    private final Explanation explanation;
    private final Plan plan;
    private final TextPage page;

    /** The names of the calls that the plan has added. */
    private final Set<String> added;

    ExplanationText(Explanation explanation, boolean unicode) {
        this.explanation = explanation;
        this.plan = explanation.plan();
        this.page = new TextPage(unicode);
        this.added = RunGraphs.of(plan).nodes().stream()
                .filter(RunGraph.Vertex::added)
                .map(RunGraph.Vertex::id)
                .collect(Collectors.toSet());
    }

    String write() {
        page.heading(plan.graph().workflow() + " on " + plan.target().name().toLowerCase(Locale.ROOT));
        calls();
        explanation.fanOuts().forEach(this::fanOut);
        explanation.repeats().forEach(this::repeat);
        plan.barriers().forEach(this::barrier);
        if (explanation.fanOuts().isEmpty()) {
            page.heading("A run");
            figures(explanation.widths().subList(0, 1));
        } else {
            TextPage.inColumns(explanation.widths()).forEach(this::atWidths);
        }
        assumptions();
        findings();
        return page.toString();
    }

    /** Returns a name with a mark if the plan has added the node. */
    private String marked(String node) {
        return added.contains(node) ? node + " *" : node;
    }

    private void calls() {
        page.row("Task", List.of("memory", "timeout", "retries"));
        for (Node.Call call : explanation.calls()) {
            FunctionPlan function = Objects.requireNonNull(plan.functions().get(call.id()));
            page.row(
                    marked(call.id()),
                    List.of(
                            FigureFormat.number(function.memoryMb()) + " MB",
                            call.options().timeoutSeconds() + " s",
                            Integer.toString(call.options().maxRetries())));
        }
        if (explanation.calls().stream().anyMatch(call -> added.contains(call.id()))) {
            page.paragraph(2, "* a step of Anabranch that the plan adds, such as the condition of a conditional");
        }
        if (!explanation.waits().isEmpty()) {
            page.line("");
            page.row("Wait", List.of("time"));
            for (Node.Wait wait : explanation.waits()) {
                page.row(
                        wait.id(),
                        List.of(
                                wait.seconds().isPresent()
                                        ? FigureFormat.time(
                                                (double) wait.seconds().getAsLong())
                                        : "from the run"));
            }
            page.entry(
                    COLUMN,
                    "Waits",
                    "are Wait states, during which no function runs. Before each, a call of a timer records when it ends, so"
                            + " that a rerun does not repeat it. Estimates count a time from the run as no time.");
        }
        callbacks(explanation.awaits().stream()
                .filter(await -> await.start().isPresent())
                .toList());
        List<Node.Await> awaits = explanation.awaits().stream()
                .filter(await -> await.start().isEmpty())
                .toList();
        if (!awaits.isEmpty()) {
            page.line("");
            page.row("Await", List.of("timeout", "then"));
            for (Node.Await await : awaits) {
                page.row(
                        await.id(),
                        List.of(
                                FigureFormat.time((double) await.timeoutSeconds()),
                                await.onTimeout().isPresent() ? "a value" : "a failure"));
            }
            page.entry(
                    COLUMN,
                    "Awaits",
                    "are Task states with a task token, during which no function runs. The answer is in the record of the"
                            + " action. Estimates count the time until an answer as no time.");
        }
        if (!explanation.guards().isEmpty()) {
            page.line("");
            page.row("Steps", List.of("if one fails"));
            for (Node.Guard guard : explanation.guards()) {
                page.row(guard.id(), List.of(guard.isAttempt() ? "the outcome is a value" : "cleanup, then failure"));
            }
            page.entry(
                    COLUMN,
                    "Steps",
                    "are a Parallel state with one branch, which catches the failure of each state in it. Estimates count no"
                            + " failures.");
        }
        if (!explanation.subRuns().isEmpty()) {
            page.line("");
            page.row("Run", List.of("workflow", "timeout"));
            for (Node.SubRun run : explanation.subRuns()) {
                page.row(run.id(), List.of(run.child().workflow(), FigureFormat.time((double) run.timeoutSeconds())));
            }
            page.entry(
                    COLUMN,
                    "Runs",
                    "are Task states that start an execution of another state machine and wait for its end, during which no"
                            + " function of this workflow runs. Calls before and after each record its start and read its"
                            + " output. Estimates include the bill and the time of these runs; their"
                            + " fan-outs are as wide as the widest one here, or 100 wide if there is none. AWS starts at"
                            + " most " + StepFunctionsQuotas.STANDARD_STARTS_PER_SECOND
                            + " executions a second in the large regions.");
        }
        explanation.calls().stream()
                .filter(call -> !call.options().retriesAllAlike())
                .forEach(this::policies);
        page.line("");
        page.entry(
                COLUMN,
                "Values",
                "up to " + FigureFormat.number(plan.inlineBytes())
                        + " bytes of JSON are passed inline. Larger values are passed as references to S3, so no payload"
                        + " can exceed 256 KiB.");
        plan.graph()
                .limitSeconds()
                .ifPresent(seconds -> page.entry(
                        COLUMN,
                        "Time limit",
                        FigureFormat.time((double) seconds) + ", after which a run ends as TIMED_OUT."));
        Set<String> recorded = new LinkedHashSet<>(plan.recorded());
        explanation.awaits().forEach(await -> recorded.remove(await.id()));
        if (!recorded.isEmpty()) {
            page.entry(
                    COLUMN,
                    "Read from records",
                    "the results of " + names(recorded) + ", because too many values would be passed together.");
        }
    }

    private void callbacks(List<Node.Await> callbacks) {
        if (callbacks.isEmpty()) {
            return;
        }
        page.line("");
        page.row("Callback", List.of("heartbeat", "timeout", "then"));
        for (Node.Await callback : callbacks) {
            OptionalLong heartbeat = callback.start().orElseThrow().heartbeatSeconds();
            page.row(
                    callback.id(),
                    List.of(
                            heartbeat.isPresent() ? FigureFormat.time((double) heartbeat.getAsLong()) : "none",
                            FigureFormat.time((double) callback.timeoutSeconds()),
                            callback.onTimeout().isPresent() ? "a value" : "a failure"));
        }
        page.entry(
                COLUMN,
                "Callbacks",
                "are Task states that call a function with a task token. It starts work elsewhere and returns; no function"
                        + " runs until an outside system ends the callback. The value is in the record of the action."
                        + " Estimates count the time until then as no time.");
    }

    private void policies(Node.Call call) {
        page.line("");
        page.line("Retries of " + call.id());
        for (RetryRule rule : call.options().retries()) {
            RetryPolicy policy = rule.policy();
            String errors = (rule.errors().isEmpty() ? "all errors" : String.join(", ", rule.errors()))
                    + (rule.exceptions().isEmpty() ? "" : " except " + String.join(", ", rule.exceptions()));
            page.entry(
                    COLUMN,
                    policy.retries() == 0 ? "none" : "up to " + policy.retries(),
                    errors
                            + (policy.retries() == 0
                                    ? "."
                                    : String.format(
                                            Locale.ROOT,
                                            ": delays of %,d s, each later one × %s, at most %,d s, %s.",
                                            policy.intervalSeconds(),
                                            policy.backoffRate(),
                                            policy.maxDelaySeconds(),
                                            policy.jitter()
                                                    ? "multiplied by a random factor between 0 and 1"
                                                    : "without jitter")));
        }
    }

    private void fanOut(Node.FanOut fanOut) {
        FanOutPlan modes = plan.fanOut(fanOut.id());
        page.heading("Fan-out: " + fanOut.id());
        long inline = fanOut.options().atMost().orElse(Long.MAX_VALUE) < modes.inlineWidth()
                ? fanOut.options().atMost().getAsLong()
                : modes.inlineWidth();
        page.entry(
                COLUMN,
                "up to " + FigureFormat.number(inline),
                "an inline Map, " + modes.inlineConcurrency() + " in parallel. " + modes.reason());
        if (modes.shard().isPresent()) {
            shard(fanOut, modes.shard().get());
        } else {
            page.entry(COLUMN, "more", "not supported: the run fails.");
        }
        if (fanOut.options().batch() > 1) {
            page.entry(
                    COLUMN,
                    "batches",
                    "of " + fanOut.options().batch()
                            + " items, as set by batch(...). One invocation processes one batch"
                            + (fanOut.options().threadsAtOnce() > 1
                                    ? ", " + fanOut.options().threadsAtOnce() + " items in parallel."
                                    : "."));
        }
        fanOut.options()
                .label()
                .ifPresent(label -> page.entry(
                        COLUMN,
                        "labels",
                        (label.equals(ItemLabels.ITEM_ITSELF) ? "the items themselves" : "field `" + label + "`")
                                + ", at most " + ItemLabels.LONGEST
                                + " characters. They are in the records of the items."));
        if (fanOut.options().successes().isPresent()) {
            page.entry(
                    COLUMN,
                    "ends",
                    "when " + FigureFormat.number(fanOut.options().successes().getAsInt())
                            + (fanOut.options().successes().getAsInt() == 1
                                    ? " of its items has succeeded. Each"
                                    : " of its items have succeeded. Each")
                            + " item that succeeds takes two more state transitions and one"
                            + " more write. The estimates below assume that all items run.");
            return;
        }
        fanOut.options()
                .tolerance()
                .ifPresent(tolerance -> page.entry(
                        COLUMN,
                        "failures",
                        (isNone(tolerance) ? "no item" : "up to " + tolerated(tolerance)) + " may fail."
                                + (fanOut.options().canEndEarly()
                                        ? " If more fail, no further items start and the run fails. A failed item takes three more"
                                                + " state transitions and two more writes."
                                        : "")));
    }

    private void repeat(Node.Repeat repeat) {
        RepeatPlan rounds = plan.repeat(repeat);
        page.heading("Loop: " + repeat.id());
        page.entry(
                COLUMN,
                "rounds",
                "at most " + FigureFormat.number(repeat.atMost().orElse(0))
                        + (repeat.everySeconds() == 0
                                ? "."
                                : ", with pauses of " + FigureFormat.time((double) repeat.everySeconds()) + "."));
        page.entry(
                COLUMN,
                "run in",
                rounds.inChildren()
                        ? "Standard child executions with up to " + FigureFormat.counted(rounds.rounds(), "round")
                                + " each, one after the other. A round can write " + rounds.roundEvents()
                                + " history events, and an execution at most 25,000."
                        : "the execution of the loop. A round can write " + rounds.roundEvents()
                                + " history events, so all rounds fit.");
    }

    private static boolean isNone(Tolerance tolerance) {
        return tolerance.count() == 0 || tolerance.percent() == 0;
    }

    private static String tolerated(Tolerance tolerance) {
        String items = FigureFormat.counted(tolerance.count(), "item");
        String share =
                BigDecimal.valueOf(tolerance.percent()).stripTrailingZeros().toPlainString() + " percent of the items";
        if (tolerance.count() == Long.MAX_VALUE) {
            return share;
        }
        return tolerance.percent() == Tolerance.ANY.percent() ? items : items + ", and up to " + share + ",";
    }

    private void shard(Node.FanOut fanOut, Shard shard) {
        page.entry(
                COLUMN,
                "more",
                "a Distributed Map of " + (shard.express() ? "Express" : "Standard") + " children with "
                        + (shard.batch() == 1 ? "one item" : "up to " + FigureFormat.number(shard.batch()) + " items")
                        + " each. "
                        + shard.reason());
        page.entry(
                COLUMN,
                "in parallel",
                FigureFormat.number(shard.childConcurrency())
                        + (shard.childConcurrency() == 1 ? " child × " : " children × ") + shard.itemConcurrency()
                        + " each = " + FigureFormat.number((long) shard.childConcurrency() * shard.itemConcurrency())
                        + concurrency(fanOut));
    }

    private String concurrency(Node.FanOut fanOut) {
        if (fanOut.options().concurrency().isPresent()) {
            int requested = fanOut.options().concurrency().getAsInt();
            long functions = plan.concurrentFunctions(fanOut);
            return " of the requested " + FigureFormat.number(requested)
                    + (functions > LambdaQuotas.CONCURRENCY
                            ? ". With nested fan-outs up to " + FigureFormat.number(functions)
                                    + " functions run in parallel, more than the default quota of "
                                    + FigureFormat.number(LambdaQuotas.CONCURRENCY) + "."
                            : ".");
        }
        return plan.fanOut(fanOut.id()).concurrency() == LambdaQuotas.CONCURRENCY
                ? ", the default quota of an account."
                : ", its share of the default quota of " + FigureFormat.number(LambdaQuotas.CONCURRENCY)
                        + " concurrent functions. Nested and parallel fan-outs share this quota.";
    }

    private void barrier(Barrier barrier) {
        page.heading("Barrier");
        page.entry(COLUMN, "all of", names(barrier.first()));
        page.entry(COLUMN, "before any of", names(barrier.then()));
        page.entry(
                COLUMN,
                "because",
                "states can only run in sequences and parallel branches, and these dependencies are neither. Some of the"
                        + " nodes start later than needed.");
    }

    // ------------------------------------------------------------------------------------------------ widths

    private void atWidths(List<WidthEstimate> columns) {
        page.heading("By number of items");
        page.row("", cells(columns, at -> FigureFormat.number(at.width())));
        for (Node.FanOut fanOut : explanation.fanOuts()) {
            page.row(
                    fanOut.id(),
                    cells(columns, at -> of(at, fanOut).mode().name().toLowerCase(Locale.ROOT)));
            if (columns.stream().anyMatch(at -> of(at, fanOut).children() > 0)) {
                page.row(
                        "  children",
                        cells(columns, at -> FigureFormat.number(of(at, fanOut).children())));
            }
            if (columns.stream().anyMatch(at -> of(at, fanOut).items() != at.width())) {
                page.row(
                        "  items in total",
                        cells(columns, at -> FigureFormat.number(of(at, fanOut).items())));
            }
        }
        figures(columns);
    }

    private void figures(List<WidthEstimate> columns) {
        page.row(
                "invocations",
                cells(columns, at -> FigureFormat.number(at.estimate().demand().invocations())));
        page.row(
                "state transitions",
                cells(columns, at -> FigureFormat.number(at.estimate().demand().transitions())));
        page.line("");
        bill(columns);
        page.line("");
        time(columns);
        page.line("");
        quotas(columns);
    }

    private static FanOutAtWidth of(WidthEstimate at, Node.FanOut fanOut) {
        return Objects.requireNonNull(at.fanOuts().get(fanOut.id()));
    }

    private void bill(List<WidthEstimate> columns) {
        page.row("Foreseen cost of a run in US$", List.of());
        Set<String> services = new LinkedHashSet<>();
        for (Charge charge : Charge.values()) {
            services.add(charge.service());
        }
        for (String service : services) {
            List<BigDecimal> dollars = columns.stream()
                    .map(at -> at.estimate().services().getOrDefault(service, BigDecimal.ZERO))
                    .toList();
            page.row("  " + service, dollars.stream().map(FigureFormat::dollars).toList());
        }
        page.row(
                "  total",
                cells(columns, at -> FigureFormat.dollars(at.estimate().total())));
        page.line("");
        page.row("Cost by node in US$", List.of());
        Set<String> nodes = new LinkedHashSet<>();
        explanation.widths().forEach(at -> at.estimate().lines().forEach(line -> nodes.add(line.node())));
        for (String node : nodes) {
            page.row(
                    "  " + (node.isEmpty() ? "(start, end, order)" : marked(node)),
                    cells(
                            columns,
                            at -> FigureFormat.dollars(at.estimate().lines().stream()
                                    .filter(line -> line.node().equals(node))
                                    .map(Estimate.Line::dollars)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add))));
        }
    }

    private void time(List<WidthEstimate> columns) {
        page.row(
                "Minimum time of a run",
                cells(
                        columns,
                        at -> FigureFormat.time(at.estimate().limits().stream()
                                .filter(limit -> !limit.id().endsWith("-elsewhere"))
                                .mapToDouble(RunLimit::seconds)
                                .max()
                                .orElse(0))));
        Map<String, RunLimit> limits = new LinkedHashMap<>();
        for (int i = explanation.widths().size() - 1; i >= 0; i--) {
            explanation.widths().get(i).estimate().limits().forEach(limit -> limits.putIfAbsent(limit.id(), limit));
        }
        for (RunLimit limit : limits.values()) {
            String label =
                    limit.id().equals("work") ? limit.what() : FigureFormat.number(limit.quota()) + " " + limit.what();
            page.row("  " + label, cells(columns, at -> at.estimate().limits().stream()
                    .filter(other -> other.id().equals(limit.id()))
                    .map(other -> FigureFormat.time(other.seconds()))
                    .findFirst()
                    .orElse("-")));
        }
    }

    private void quotas(List<WidthEstimate> columns) {
        page.row("Use of AWS quotas", List.of());
        List<QuotaUse> all = explanation.widths().get(0).quotas();
        for (int i = 0; i < all.size(); i++) {
            int index = i;
            if (explanation.widths().stream()
                    .anyMatch(at -> at.quotas().get(index).used() > 0)) {
                page.row(
                        "  " + all.get(i).what(),
                        cells(
                                columns,
                                at -> FigureFormat.percent(
                                        at.quotas().get(index).percent())));
            }
        }
        page.paragraph(
                4,
                "The largest payload is a limit that the plan sets: larger values are passed as references to S3, so no"
                        + " input of a run can exceed 100 %. The other worst cases include all retries.");
    }

    private static List<String> cells(List<WidthEstimate> columns, Function<WidthEstimate, String> cell) {
        return columns.stream().map(cell).toList();
    }

    // ---------------------------------------------------------------------------------------- assumptions, findings

    private void assumptions() {
        Assumptions assumed = explanation.assumptions();
        page.heading("Assumptions");
        page.paragraph(
                2,
                String.format(
                        Locale.ROOT,
                        "No failures, retries, cold starts or cached results. A task takes %,d ms per item, and an"
                                + " invocation adds %,d ms. A result has %,d bytes, and an item of a list has %,d bytes."
                                + " Functions run on %s. An Express execution uses %d MB. A Map Run adds %s. An invocation"
                                + " logs %,d bytes. Records and payloads are kept for %d days. The account's quotas are"
                                + " %,d concurrent functions and %,d state transitions/s; new accounts start with 10"
                                + " functions and fewer transitions.",
                        assumed.actionMillis(),
                        assumed.invocationMillis(),
                        assumed.resultBytes(),
                        assumed.itemBytes(),
                        assumed.arm64() ? "arm64" : "x86_64",
                        assumed.expressMemoryMb(),
                        FigureFormat.time(assumed.mapRunMillis() / 1000.0),
                        assumed.logBytes(),
                        assumed.retentionDays(),
                        assumed.concurrentFunctions(),
                        assumed.transitionsPerSecond()));
        page.paragraph(
                2,
                "A conditional runs its more expensive branch. Each fan-out has the given number of items unless its number"
                        + " is fixed or given separately; the numbers of nested fan-outs multiply. Each child of a"
                        + " Distributed Map counts as a state transition and as a start of an execution, because AWS does"
                        + " not document which of the two limits applies.");
        page.paragraph(
                2,
                "Prices for " + explanation.prices().region() + " as of "
                        + explanation.prices().asOf()
                        + ", without free tier and discounts. `run` ends with the metered cost of its run,"
                        + " which differs as far as these assumptions do.");
    }

    private void findings() {
        if (explanation.findings().isEmpty()) {
            return;
        }
        page.heading("Findings");
        for (Finding finding : explanation.findings()) {
            String place = finding.place().node().isEmpty()
                    ? ""
                    : "`" + finding.place().node() + "`: ";
            String line = finding.place().line().isEmpty()
                    ? ""
                    : " (" + finding.place().line() + ")";
            page.entry(
                    COLUMN,
                    finding.severity().name().toLowerCase(Locale.ROOT) + " " + finding.id(),
                    place + finding.message() + " " + finding.fix() + line);
        }
    }

    private static String names(Iterable<String> names) {
        StringBuilder all = new StringBuilder();
        names.forEach(
                name -> all.append(all.length() == 0 ? "`" : ", `").append(name).append('`'));
        return all.toString();
    }
}
