package dev.anabranch.examples.landcover;

/** Returns round numbers for the grid and the scale of a map. */
final class Steps {
    private static final double[] DEGREES = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 45, 90};

    private Steps() {}

    /** Returns the smallest round angle that is at least {@code least} degrees. */
    static double degrees(double least) {
        for (double step : DEGREES) {
            if (step >= least) {
                return step;
            }
        }
        return 180;
    }

    /** Returns the largest number that is 1, 2 or 5 times a power of ten and at most {@code most}. */
    static double oneTwoFive(double most) {
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        double digit = most / power;
        return power * (digit >= 5 ? 5 : digit >= 2 ? 2 : 1);
    }
}
