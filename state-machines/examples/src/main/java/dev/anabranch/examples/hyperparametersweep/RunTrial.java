package dev.anabranch.examples.hyperparametersweep;

import dev.anabranch.examples.hyperparametersweep.Flowers.Flower;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Tests one combination of parameters: for each part, trains a network on the other parts and tests it on this part.
 */
@TaskDefaults(memoryMb = 1769, timeoutSeconds = 300)
public final class RunTrial implements Task<Trial, TrialResult> {

    /** Returns the accuracy of the networks. */
    @Override
    public TrialResult run(Trial trial, TaskContext context) {
        Folds folds = new Folds(Flowers.read(), trial.folds(), trial.seed());
        int[][] confusion = new int[Flowers.SPECIES.size()][Flowers.SPECIES.size()];
        List<Double> accuracies = new ArrayList<>();
        for (int fold = 0; fold < trial.folds(); fold++) {
            SplittableRandom random = new SplittableRandom(31 * trial.seed() + fold);
            Network network = Network.train(folds.training(fold), trial.parameters(), trial.epochs(), random);
            int right = 0;
            for (Flower flower : folds.test(fold)) {
                int species = network.classify(flower);
                confusion[flower.species()][species]++;
                right += species == flower.species() ? 1 : 0;
            }
            accuracies.add((double) right / folds.test(fold).size());
        }
        return new TrialResult(trial.parameters(), mean(accuracies), spread(accuracies), rows(confusion));
    }

    private static double mean(List<Double> values) {
        return rounded(
                values.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }

    private static double spread(List<Double> values) {
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        return rounded(Math.sqrt(values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .average()
                .orElse(0)));
    }

    private static double rounded(double share) {
        return Math.rint(share * 1e4) / 1e4;
    }

    private static List<List<Integer>> rows(int[][] matrix) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
    }
}
