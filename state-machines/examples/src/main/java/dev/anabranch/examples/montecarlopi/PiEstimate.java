package dev.anabranch.examples.montecarlopi;

/**
 * An estimate of pi.
 *
 * @param pi four times the share of points in the circle
 * @param standardError the standard error of the estimate
 * @param low the lower end of the 95 percent confidence interval
 * @param high its upper end
 * @param error the actual difference from pi
 * @param samples the number of points
 * @param inside the number of points in the circle
 * @param streams the number of actions
 */
public record PiEstimate(
        double pi,
        double standardError,
        double low,
        double high,
        double error,
        long samples,
        long inside,
        long streams) {}
