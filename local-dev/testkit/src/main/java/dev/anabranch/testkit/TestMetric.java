package dev.anabranch.testkit;

import dev.anabranch.runtime.internal.record.Telemetry.Metric;

/**
 * The values of a metric that one action or all actions of a node have reported.
 *
 * @param count the number of values, at least 1
 * @param sum their sum
 * @param min the smallest value
 * @param max the largest value
 */
public record TestMetric(long count, double sum, double min, double max) {

    static TestMetric of(Metric metric) {
        return new TestMetric(metric.count(), metric.sum(), metric.min(), metric.max());
    }

    /** Returns the mean of the values, which is between the minimum and the maximum even if the sum is inexact. */
    public double mean() {
        return new Metric(count, sum, min, max).mean();
    }
}
