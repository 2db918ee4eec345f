package dev.anabranch.examples.hyperparametersweep;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters and the settings of the cross-validation. There are at most 1,000 combinations.
 *
 * @param learningRates more than 0, at most 10; 0.003, 0.01, 0.03, 0.1 by default
 * @param hiddenUnits 1 to 256; 2, 4, 8 by default
 * @param weightDecays 0 to 1; 0, 0.01 by default
 * @param epochs how many times the training uses each flower, 1 to 500; 30 by default
 * @param folds the number of parts, 2 to 50; 5 by default. Each part tests a network that is trained on the others
 * @param seed equal seeds give equal results; 7 by default
 */
public record SweepInput(
        @Nullable List<@Nullable Double> learningRates,
        @Nullable List<@Nullable Long> hiddenUnits,
        @Nullable List<@Nullable Double> weightDecays,
        @Nullable Long epochs,
        @Nullable Long folds,
        @Nullable Long seed) {}
