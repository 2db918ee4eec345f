package dev.anabranch.examples.montecarlopi;

/**
 * An estimate of pi.
 *
 * @param pi four times the share of points inside
 * @param standardError how far an estimate from so many points is off, typically
 * @param low lower end of the interval that has pi in it with 95 percent confidence
 * @param high its upper end
 * @param error how far this one is off in truth
 * @param samples points thrown
 * @param inside points in the circle
 * @param streams actions that threw them
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
