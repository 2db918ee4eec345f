package dev.anabranch.examples.piprecision;

import java.util.List;

/**
 * The precision of several estimates of pi.
 *
 * @param estimates the estimates, in the order of the input
 */
public record PiPrecisionReport(List<Precision> estimates) {

    /**
     * The precision of one estimate.
     *
     * @param samples the number of points
     * @param pi the estimate
     * @param error its difference from pi, without sign
     */
    public record Precision(long samples, double pi, double error) {}
}
