package dev.anabranch.explain.internal.report;

import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.Charge;
import dev.anabranch.explain.internal.cost.Estimate;
import dev.anabranch.explain.internal.cost.RunLimit;
import dev.anabranch.explain.internal.report.WidthEstimate.FanOutAtWidth;
import dev.anabranch.translate.internal.plan.Barrier;
import dev.anabranch.translate.internal.plan.FanOutPlan;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.Shard;
import dev.anabranch.workflow.Finding;
import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.quota.AwsQuotas;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/** Writes an explanation for people. */
final class ExplanationText {

    private static final int COLUMN = 22;

    private final Explanation explanation;
    private final Plan plan;
    private final TextPage page;

    ExplanationText(Explanation explanation, boolean unicode) {
        this.explanation = explanation;
        this.plan = explanation.plan();
        this.page = new TextPage(unicode);
    }

    String write() {
        page.heading(plan.graph().workflow() + ", on " + plan.target().name().toLowerCase(Locale.ROOT));
        calls();
        explanation.fanOuts().forEach(this::fanOut);
        plan.barriers().forEach(this::barrier);
        if (explanation.fanOuts().isEmpty()) {
            page.heading("A run");
            figures(explanation.widths().subList(0, 1));
        } else {
            TextPage.side(explanation.widths()).forEach(this::atWidths);
        }
        assumptions();
        findings();
        return page.toString();
    }

    private void calls() {
        page.row("Task", List.of("memory", "timeout", "retries"));
        for (Node.Call call : explanation.calls()) {
            FunctionPlan function = Objects.requireNonNull(plan.functions().get(call.id()));
            page.row(
                    call.id(),
                    List.of(
                            FigureFormat.number(function.memoryMb()) + " MB",
                            call.options().timeoutSeconds() + " s",
                            Integer.toString(call.options().retry().retries())));
        }
        page.line("");
        page.entry(
                COLUMN,
                "Values",
                "up to " + FigureFormat.number(plan.inlineBytes())
                        + " bytes of JSON travel in the state machine, larger ones by reference to S3, so that no payload"
                        + " can exceed 256 KiB.");
        if (!plan.recorded().isEmpty()) {
            page.entry(
                    COLUMN,
                    "Read from records",
                    "what " + names(plan.recorded()) + " returned: too many values would have to travel together.");
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
                "an inline Map, " + modes.inlineConcurrency() + " at once. " + modes.reason());
        if (modes.shard().isPresent()) {
            shard(fanOut, modes.shard().get());
        } else {
            page.entry(COLUMN, "more", "refused: the run fails.");
        }
        if (fanOut.options().batch() > 1) {
            page.entry(
                    COLUMN,
                    "batches",
                    "of " + fanOut.options().batch() + " items, each handled by one invocation"
                            + (fanOut.options().threadsAtOnce() > 1
                                    ? ", " + fanOut.options().threadsAtOnce() + " items at once"
                                    : "")
                            + ", as batch(...) asks.");
        }
        fanOut.options()
                .tolerance()
                .ifPresent(tolerance -> page.entry(COLUMN, "failures", "up to " + tolerated(tolerance) + " may fail."));
    }

    private static String tolerated(Tolerance tolerance) {
        String items = FigureFormat.number(tolerance.count()) + " items";
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
                "at once",
                FigureFormat.number(shard.childConcurrency())
                        + (shard.childConcurrency() == 1 ? " child × " : " children × ") + shard.itemConcurrency()
                        + " in each = " + FigureFormat.number((long) shard.childConcurrency() * shard.itemConcurrency())
                        + atOnce(fanOut));
    }

    private String atOnce(Node.FanOut fanOut) {
        if (fanOut.options().concurrency().isPresent()) {
            int asked = fanOut.options().concurrency().getAsInt();
            long functions = plan.concurrentFunctions(fanOut);
            return ", of " + FigureFormat.number(asked) + " asked for"
                    + (functions > AwsQuotas.FUNCTION_CONCURRENCY
                            ? "; " + FigureFormat.number(functions) + " functions in all, more than the "
                                    + FigureFormat.number(AwsQuotas.FUNCTION_CONCURRENCY)
                                    + " that Lambda gives an account that has not asked for more."
                            : ".");
        }
        return plan.fanOut(fanOut.id()).concurrency() == AwsQuotas.FUNCTION_CONCURRENCY
                ? ", as many as Lambda gives an account that has not asked for more."
                : ": its share of the " + FigureFormat.number(AwsQuotas.FUNCTION_CONCURRENCY)
                        + " functions that Lambda gives an account, of which fan-outs in each other and side by side each"
                        + " take a part.";
    }

    private void barrier(Barrier barrier) {
        page.heading("Barrier");
        page.entry(COLUMN, "all of", names(barrier.first()));
        page.entry(COLUMN, "before any of", names(barrier.then()));
        page.entry(
                COLUMN,
                "because",
                "the order that the values ask for is not made of sequences and branches alone, and states know nothing"
                        + " else. Some wait for more than they need.");
    }

    // ------------------------------------------------------------------------------------------------ at some widths

    private void atWidths(List<WidthEstimate> side) {
        page.heading("At a width of");
        page.row("", cells(side, at -> FigureFormat.number(at.width())));
        for (Node.FanOut fanOut : explanation.fanOuts()) {
            page.row(fanOut.id(), cells(side, at -> of(at, fanOut).mode().name().toLowerCase(Locale.ROOT)));
            if (side.stream().anyMatch(at -> of(at, fanOut).children() > 0)) {
                page.row(
                        "  children",
                        cells(side, at -> FigureFormat.number(of(at, fanOut).children())));
            }
            if (side.stream().anyMatch(at -> of(at, fanOut).items() != at.width())) {
                page.row(
                        "  items in all",
                        cells(side, at -> FigureFormat.number(of(at, fanOut).items())));
            }
        }
        figures(side);
    }

    private void figures(List<WidthEstimate> side) {
        page.row(
                "invocations",
                cells(side, at -> FigureFormat.number(at.estimate().demand().invocations())));
        page.row(
                "state transitions",
                cells(side, at -> FigureFormat.number(at.estimate().demand().transitions())));
        page.line("");
        bill(side);
        page.line("");
        time(side);
        page.line("");
        quotas(side);
    }

    private static FanOutAtWidth of(WidthEstimate at, Node.FanOut fanOut) {
        return Objects.requireNonNull(at.fanOuts().get(fanOut.id()));
    }

    private void bill(List<WidthEstimate> side) {
        page.row("Dollars for a run", List.of());
        Set<String> services = new LinkedHashSet<>();
        for (Charge charge : Charge.values()) {
            services.add(charge.service());
        }
        for (String service : services) {
            List<BigDecimal> dollars = side.stream()
                    .map(at -> at.estimate().services().getOrDefault(service, BigDecimal.ZERO))
                    .toList();
            page.row("  " + service, dollars.stream().map(FigureFormat::dollars).toList());
        }
        page.row("  total", cells(side, at -> FigureFormat.dollars(at.estimate().total())));
        page.line("");
        page.row("The same, by node", List.of());
        Set<String> nodes = new LinkedHashSet<>();
        explanation.widths().forEach(at -> at.estimate().lines().forEach(line -> nodes.add(line.node())));
        for (String node : nodes) {
            page.row(
                    "  " + (node.isEmpty() ? "(start, end, order)" : node),
                    cells(
                            side,
                            at -> FigureFormat.dollars(at.estimate().lines().stream()
                                    .filter(line -> line.node().equals(node))
                                    .map(Estimate.Line::dollars)
                                    .reduce(BigDecimal.ZERO, BigDecimal::add))));
        }
    }

    private void time(List<WidthEstimate> side) {
        page.row(
                "Time for a run, at least",
                cells(
                        side,
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
            page.row("  " + label, cells(side, at -> at.estimate().limits().stream()
                    .filter(other -> other.id().equals(limit.id()))
                    .map(other -> FigureFormat.time(other.seconds()))
                    .findFirst()
                    .orElse("-")));
        }
    }

    private void quotas(List<WidthEstimate> side) {
        page.row("Share of AWS's quotas", List.of());
        List<QuotaUse> all = explanation.widths().get(0).quotas();
        for (int i = 0; i < all.size(); i++) {
            int index = i;
            if (explanation.widths().stream()
                    .anyMatch(at -> at.quotas().get(index).used() > 0)) {
                page.row(
                        "  " + all.get(i).what(),
                        cells(
                                side,
                                at -> FigureFormat.percent(
                                        at.quotas().get(index).percent())));
            }
        }
    }

    private static List<String> cells(List<WidthEstimate> side, Function<WidthEstimate, String> cell) {
        return side.stream().map(cell).toList();
    }

    // ------------------------------------------------------------------------------------------------ the rest

    private void assumptions() {
        Assumptions assumed = explanation.assumptions();
        page.heading("Assumed");
        page.paragraph(
                2,
                String.format(
                        Locale.ROOT,
                        "No failures, no retries, no cold starts, no cached results. A task takes %,d ms for an item, an"
                                + " invocation %,d ms more. A result has %,d bytes, an item of a list %,d. Functions run"
                                + " on %s. An Express execution has %d MB. A Map Run takes %s beside its work. An"
                                + " invocation logs %,d bytes. Records and payloads are kept for %d days. The account may"
                                + " run %,d functions at once and have %,d state transitions/s; a new account begins with"
                                + " 10 functions and fewer transitions.",
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
                "Of the two sides of a conditional the dearer is taken. Widths are those of each fan-out that has none of its"
                        + " own; fan-outs in others multiply. Each child of a Distributed Map counts as a state transition"
                        + " and as a start of an execution; AWS does not say whether it is throttled as either.");
        page.paragraph(
                2,
                "Prices of " + explanation.prices().region() + " as of "
                        + explanation.prices().asOf() + ", without free tiers and discounts.");
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
