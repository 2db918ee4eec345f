package dev.anabranch.examples.hyperparametersweep;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the sweep found.
 *
 * @param data what the networks were trained on
 * @param trials points of the grid
 * @param best the best of them; null where there was none
 * @param ranking all of them, the best first
 */
public record SweepReport(String data, int trials, @Nullable Best best, List<Ranked> ranking) {

    /**
     * The best point.
     *
     * @param takenFor for each species, how many of its flowers were taken for which
     */
    public record Best(
            Parameters parameters, double accuracy, double spread, Map<String, Map<String, Integer>> takenFor) {}

    /** A line of the ranking. */
    public record Ranked(double accuracy, double spread, double learningRate, int hiddenUnits, double weightDecay) {}
}
