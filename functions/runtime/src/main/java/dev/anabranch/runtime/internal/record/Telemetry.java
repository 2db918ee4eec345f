package dev.anabranch.runtime.internal.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt at an action has reported.
 *
 * @param progress how much of its work is done; null if it has not reported it
 * @param metrics its metrics by name, in the order of the first values
 * @param report where its report is: the Markdown itself as an inline result, or an object with it; null if it has none
 */
public record Telemetry(
        @Nullable Progress progress,
        Map<String, Metric> metrics,
        @Nullable StoredResult report) {

    /** No progress, no metric and no report. */
    public static final Telemetry NONE = new Telemetry(null, Map.of(), null);

    /** The maximum number of metrics of an action. With it, 250 actions that share a record fit into an item. */
    public static final int MOST_METRICS = 16;

    /** The maximum number of characters of the name of a metric. */
    public static final int LONGEST_NAME = 40;

    /** The maximum size of a report in bytes of UTF-8. */
    public static final int LARGEST_REPORT = 256 * 1024;

    /** Copies the map. */
    public Telemetry {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    public boolean isEmpty() {
        return progress == null && metrics.isEmpty() && report == null;
    }

    /** Returns the same with another location of the report. */
    public Telemetry withReport(@Nullable StoredResult location) {
        return new Telemetry(progress, metrics, location);
    }

    /** Returns the same without metrics. */
    public Telemetry withoutMetrics() {
        return new Telemetry(progress, Map.of(), report);
    }

    /**
     * How much of the work is done.
     *
     * @param done the number of finished parts, at least 0; may exceed {@code total}
     * @param total the number of all parts, at least 0
     */
    public record Progress(long done, long total) {}

    /**
     * Several values of a metric. All numbers are finite: a sum beyond the range of {@code double} is the largest or
     * smallest finite number.
     *
     * @param count the number of values, at least 1
     * @param sum their sum
     * @param min the smallest
     * @param max the largest
     */
    public record Metric(long count, double sum, double min, double max) {

        /** Returns a metric with one value. */
        public static Metric of(double value) {
            double number = value + 0.0; // makes -0.0 a 0
            return new Metric(1, number, number, number);
        }

        /** Returns this metric with the values of another. */
        public Metric plus(Metric other) {
            double both = sum + other.sum;
            return new Metric(
                    count + other.count,
                    Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, both)),
                    Math.min(min, other.min),
                    Math.max(max, other.max));
        }

        /** Returns the mean of the values, which is between the minimum and the maximum even if the sum is inexact. */
        public double mean() {
            return Math.max(min, Math.min(max, sum / count));
        }
    }
}
