package dev.anabranch.examples.hyperparametersweep;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of the sweep.
 *
 * @param data the training data
 * @param trials the number of combinations
 * @param best the best combination; null if there is none
 * @param ranking all combinations, the best first
 */
public record SweepReport(String data, int trials, @Nullable Best best, List<Ranked> ranking) {

    /**
     * The best combination.
     *
     * @param takenFor for each species, the numbers of its flowers by the species that the networks predicted
     */
    public record Best(
            Parameters parameters, double accuracy, double spread, Map<String, Map<String, Integer>> takenFor) {}

    /** One entry of the ranking. */
    public record Ranked(double accuracy, double spread, double learningRate, int hiddenUnits, double weightDecay) {}
}
