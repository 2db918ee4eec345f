package dev.anabranch.examples.hyperparametersweep;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.examples.hyperparametersweep.Flowers.Flower;
import dev.anabranch.examples.hyperparametersweep.SweepReport.Ranked;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HyperparameterSweepTest {

    private static final Parameters SENSIBLE = new Parameters(0.03, 4, 0);

    /** The means that the UCI Machine Learning Repository documents for its file. */
    @ParameterizedTest
    @CsvSource({"0, 5.006, 3.418, 1.464, 0.244", "1, 5.936, 2.770, 4.260, 1.326", "2, 6.588, 2.974, 5.552, 2.026"})
    void flowersAreThoseOfTheIrisData(int species, double first, double second, double third, double fourth) {
        List<Flower> flowers = Flowers.read().stream()
                .filter(flower -> flower.species() == species)
                .toList();

        assertThat(flowers).hasSize(Flowers.OF_A_SPECIES);
        double[] means = {first, second, third, fourth};
        for (int i = 0; i < Flowers.MEASURES; i++) {
            int measure = i;
            assertThat(flowers.stream()
                            .mapToDouble(flower -> flower.measure(measure))
                            .average())
                    .hasValueCloseTo(means[i], within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7, 50})
    void everyFlowerIsTestedOnceByANetworkTrainedWithoutIt(int parts) {
        List<Flower> flowers = Flowers.read();
        Folds folds = new Folds(flowers, parts, 1);
        List<Flower> tested = new ArrayList<>();
        for (int fold = 0; fold < parts; fold++) {
            assertThat(folds.test(fold).stream().map(Flower::species)).contains(0, 1, 2);
            Set<Flower> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            seen.addAll(folds.training(fold));
            assertThat(folds.test(fold)).isNotEmpty().noneMatch(seen::contains);
            assertThat(seen).hasSize(flowers.size() - folds.test(fold).size());
            tested.addAll(folds.test(fold));
        }

        assertThat(tested).containsExactlyInAnyOrderElementsOf(flowers);
    }

    @Test
    void networkLearnsTheSpecies() {
        TrialResult result = new RunTrial().run(new Trial(SENSIBLE, 30, 5, 7), ANY);

        assertThat(result.accuracy()).isGreaterThan(0.94);
        assertThat(result.confusion().get(0)).as("setosa is linearly separable").containsExactly(50, 0, 0);
        assertThat(result.confusion().stream()
                        .flatMap(List::stream)
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(150);
    }

    @Test
    void networkLearnsClassesThatAreNotLinearlySeparable() {
        List<Flower> corners = List.of(corner(0, 0, 0), corner(1, 1, 0), corner(0, 1, 1), corner(1, 0, 1));
        for (int seed = 0; seed < 20; seed++) {
            Network network = Network.train(corners, new Parameters(0.1, 8, 0), 200, new SplittableRandom(seed));

            assertThat(corners).as("seed %d", seed).allMatch(corner -> network.classify(corner) == corner.species());
        }
    }

    private static Flower corner(double x, double y, int species) {
        return new Flower(x, y, 0, 0, species);
    }

    @Test
    void hugeLearningRateGivesALowAccuracyAndNoFailure() {
        assertThat(new RunTrial()
                        .run(new Trial(new Parameters(10, 8, 1), 20, 5, 1), ANY)
                        .accuracy())
                .isBetween(0.0, 1.0);
    }

    @Test
    void everyCombinationIsTriedOnce() {
        List<Trial> trials = plan(new SweepInput(null, null, null, null, null, null));

        assertThat(trials).hasSize(4 * 3 * 2);
        assertThat(new HashSet<>(trials)).hasSameSizeAs(trials);
        assertThat(plan(new SweepInput(List.of(), null, null, null, null, null)))
                .isEmpty();
        assertThat(plan(new SweepInput(List.of(0.5), List.of(3L), List.of(0.0), 2L, 4L, 9L)))
                .containsExactly(new Trial(new Parameters(0.5, 3, 0), 2, 4, 9));
    }

    @Test
    void invalidParametersAreRefused() {
        assertRefused(
                new SweepInput(List.of(0.0), null, null, null, null, null),
                "learningRates has 0.0 but takes numbers from 1.0E-9 to 10.0.");
        assertRefused(
                new SweepInput(null, null, List.of(Double.NaN), null, null, null),
                "weightDecays has NaN but takes numbers from 0.0 to 1.0.");
        assertRefused(
                new SweepInput(null, List.of(257L), null, null, null, null),
                "hiddenUnits has 257 but takes whole numbers from 1 to 256: a network should be trained in seconds.");
        assertRefused(
                new SweepInput(null, null, null, null, 1L, null),
                "folds is 1 but must be from 2 to 50: each part needs a flower of each species. Leave it out for 5.");
        assertRefused(
                new SweepInput(Collections.nCopies(167, 0.1), null, null, null, null, null),
                "The grid has 1002 points but may have at most 1000: each is a function call, and on AWS each is billed."
                        + " Leave out some values.");
    }

    @Test
    void equallyAccurateNetworksAreRankedBySpreadAndSize() {
        SweepReport report = new PickBest()
                .run(
                        Results.of(List.of(
                                result(8, 0.9, 0.1), result(4, 0.9, 0.1), result(2, 0.8, 0), result(16, 0.9, 0))),
                        ANY);

        assertThat(report.ranking()).extracting(Ranked::hiddenUnits).containsExactly(16, 4, 8, 2);
        SweepReport.Best best = Objects.requireNonNull(report.best());
        assertThat(best.parameters().hiddenUnits()).isEqualTo(16);
        assertThat(best.takenFor().get("versicolor")).containsEntry("virginica", 6);
        assertThat(new PickBest().run(Results.of(List.of()), ANY).best()).isNull();
    }

    private static TrialResult result(int hiddenUnits, double accuracy, double spread) {
        return new TrialResult(
                new Parameters(0.1, hiddenUnits, 0),
                accuracy,
                spread,
                List.of(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7, 8, 9)));
    }

    private static void assertRefused(SweepInput input, String message) {
        assertThatThrownBy(() -> plan(input))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(message);
    }

    private static List<Trial> plan(SweepInput input) {
        return new PlanTrials().run(input, ANY);
    }
}
