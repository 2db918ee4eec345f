package dev.anabranch.examples.hyperparametersweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The grid of parameters, and how each point of it is judged. There may be at most 1,000 points.
 *
 * @param learningRates more than 0, at most 10; 0.003, 0.01, 0.03, 0.1 unless told
 * @param hiddenUnits 1 to 256; 2, 4, 8 unless told
 * @param weightDecays 0 to 1; 0, 0.01 unless told
 * @param epochs how often a network sees each flower, 1 to 500; 30 unless told
 * @param folds into how many parts the flowers are dealt, 2 to 50; 5 unless told. Each part is the test of a network that is
 *     trained on the others
 * @param seed the same seed gives the same result; 7 unless told
 */
public record SweepInput(
        @Nullable List<@Nullable Double> learningRates,
        @Nullable List<@Nullable Long> hiddenUnits,
        @Nullable List<@Nullable Double> weightDecays,
        @Nullable Long epochs,
        @Nullable Long folds,
        @Nullable Long seed) {}
