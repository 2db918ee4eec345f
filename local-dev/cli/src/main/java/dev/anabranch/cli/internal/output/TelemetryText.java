package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.ClientTelemetry;
import dev.anabranch.client.internal.ClientTelemetry.NodeTelemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Formats the progress and the metrics of actions. */
public final class TelemetryText {

    private static final double PLAIN = 1e15;
    private static final double TINY = 1e-4;
    private static final MathContext DIGITS = new MathContext(6);
    private static final double PERCENT = 100.0;

    private TelemetryText() {}

    /** Returns text such as {@code 40 of 100 (40 %)}. */
    public static String of(Progress progress) {
        String text = progress.done() + " of " + progress.total();
        if (progress.total() == 0) {
            return text;
        }
        double share = Math.min(PERCENT, PERCENT * progress.done() / progress.total());
        return text + String.format(Locale.ROOT, " (%.0f %%)", Math.floor(share));
    }

    /** Returns text such as {@code loss 0.25, rows 17}; of several values of a metric the mean. */
    static String of(Map<String, Metric> metrics) {
        return metrics.entrySet().stream()
                .map(metric -> metric.getKey() + " " + number(metric.getValue().mean())
                        + (metric.getValue().count() > 1
                                ? " (mean of " + metric.getValue().count() + ")"
                                : ""))
                .collect(Collectors.joining(", "));
    }

    /** Prints one line for each node with running actions, a table of the metrics, and where reports are. */
    public static void print(ClientTelemetry telemetry, String run, NextCommand next, PrintStream out) {
        for (NodeTelemetry node : telemetry.nodes()) {
            if (node.running() > 0) {
                out.println("progress  `" + node.node() + "` " + of(node.progress()) + ", in " + node.running()
                        + (node.running() == 1 ? " running action" : " running actions"));
            }
        }
        List<NodeTelemetry> measured = telemetry.nodes().stream()
                .filter(node -> !node.metrics().isEmpty())
                .toList();
        if (!measured.isEmpty()) {
            TextTable table = new TextTable("node", "metric", "count", "sum", "min", "max", "mean").withNumbersFrom(2);
            measured.forEach(node -> node.metrics().forEach((name, metric) -> table.row(row(node, name, metric))));
            table.print(out);
        }
        measured.stream()
                .filter(NodeTelemetry::moreMetrics)
                .forEach(node -> out.println("More metrics of `" + node.node()
                        + "` are left out, because its actions use more than 100 different names."));
        if (telemetry.partial()) {
            out.println("The metrics are incomplete, because the actions could not all be read in time.");
        }
        telemetry.nodes().stream()
                .filter(node -> node.reports() > 0)
                .forEach(node -> out.println("reports   `" + node.node() + "` " + node.reports() + ". `"
                        + next.of("actions " + run + " --node " + ShellWord.of(node.node()) + " --reports")
                        + "` prints "
                        + (node.reports() == 1 ? "it." : "them.")));
    }

    private static String[] row(NodeTelemetry node, String name, Metric metric) {
        return new String[] {
            node.node(),
            name,
            Long.toString(metric.count()),
            number(metric.sum()),
            number(metric.min()),
            number(metric.max()),
            number(metric.mean())
        };
    }

    /** Returns a number with at most six significant digits; an integer of up to 15 digits with all of them. */
    static String number(double value) {
        if (value == Math.rint(value) && Math.abs(value) < PLAIN) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
        return Math.abs(value) >= TINY && Math.abs(value) < PLAIN ? rounded.toPlainString() : rounded.toString();
    }

    static ObjectNode json(Progress progress) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("done", progress.done())
                .put("total", progress.total());
    }

    static ObjectNode json(Map<String, Metric> metrics) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        metrics.forEach((name, metric) -> json.putObject(name)
                .put("count", metric.count())
                .put("sum", metric.sum())
                .put("min", metric.min())
                .put("max", metric.max())
                .put("mean", metric.mean()));
        return json;
    }

    /** Returns one object for each node. */
    public static ArrayNode json(ClientTelemetry telemetry) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (NodeTelemetry node : telemetry.nodes()) {
            ObjectNode object = json.addObject().put("node", node.node());
            object.set("metrics", json(node.metrics()));
            object.put("moreMetrics", node.moreMetrics());
            object.put("reports", node.reports()).put("running", node.running());
            object.set("progress", json(node.progress()));
        }
        return json;
    }

    /**
     * Returns the progress and the metrics of an action as the end of its line; empty if there are none. The last progress
     * of an action that succeeded is left out: not every progress is recorded, so it can be an early one.
     */
    static String end(ClientAction action) {
        boolean ended = action.finished().isPresent();
        boolean succeeded = action.status() == ActionStatus.SUCCEEDED || action.status() == ActionStatus.CACHED;
        String progress = action.progress()
                .filter(reported -> !ended || (!succeeded && reported.done() < reported.total()))
                .map(reported ->
                        "  " + (ended ? "ended at " + reported.done() + " of " + reported.total() : of(reported)))
                .orElse("");
        return progress + (action.metrics().isEmpty() ? "" : "  " + of(action.metrics()));
    }
}
