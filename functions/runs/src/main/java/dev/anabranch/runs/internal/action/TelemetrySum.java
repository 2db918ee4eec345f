package dev.anabranch.runs.internal.action;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** What several actions of a node have reported together. Not safe for use by several threads. */
public final class TelemetrySum {

    /** The maximum number of metrics. The tasks of a node can use different names for each item. */
    static final int MOST_METRICS = 100;

    private final Map<String, Metric> metrics = new TreeMap<>();
    private boolean more;
    private long reports;
    private long reporting;
    private long done;
    private long total;

    /** Creates a sum without actions. */
    TelemetrySum() {}

    /** Adds an action. Its metrics are those of its latest attempt, also if that has failed. */
    void add(ActionRecord record) {
        Telemetry telemetry = record.telemetry();
        telemetry.metrics().forEach(this::add);
        reports += telemetry.report() == null ? 0 : 1;
        Progress progress = telemetry.progress();
        if (progress != null && record.status() == ActionStatus.RUNNING) {
            reporting++;
            done = sum(done, progress.done());
            total = sum(total, progress.total());
        }
    }

    /** Adds the actions of another sum. */
    void add(TelemetrySum other) {
        other.metrics.forEach(this::add);
        more |= other.more;
        reports += other.reports;
        reporting += other.reporting;
        done = sum(done, other.done);
        total = sum(total, other.total);
    }

    private void add(String name, Metric metric) {
        if (metrics.size() < MOST_METRICS || metrics.containsKey(name)) {
            metrics.merge(name, metric, Metric::plus);
        } else {
            more = true;
        }
    }

    private static long sum(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** Returns whether no action has reported anything that this sum has. */
    public boolean isEmpty() {
        return metrics.isEmpty() && reports == 0 && reporting == 0;
    }

    /** Returns the metrics by name. */
    public Map<String, Metric> metrics() {
        return Collections.unmodifiableMap(metrics);
    }

    /** Returns whether metrics are left out, because there are more than {@value #MOST_METRICS}. */
    public boolean hasMoreMetrics() {
        return more;
    }

    /** Returns the number of actions with a report. */
    public long reports() {
        return reports;
    }

    /** Returns the number of running actions that have reported their progress. */
    public long reporting() {
        return reporting;
    }

    /** Returns the number of finished parts of these running actions. */
    public long done() {
        return done;
    }

    /** Returns the number of all parts of these running actions. */
    public long total() {
        return total;
    }
}
