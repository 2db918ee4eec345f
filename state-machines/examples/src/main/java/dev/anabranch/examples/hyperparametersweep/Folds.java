package dev.anabranch.examples.hyperparametersweep;

import dev.anabranch.examples.hyperparametersweep.Flowers.Flower;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The flowers, dealt into parts that have as many of each species, give or take one. */
final class Folds {
    private final List<List<Flower>> parts = new ArrayList<>();

    /** The same seed deals the same way, so that all points of the grid take the same tests. */
    Folds(List<Flower> flowers, int folds, long seed) {
        for (int i = 0; i < folds; i++) {
            parts.add(new ArrayList<>());
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int species = 0; species < Flowers.SPECIES.size(); species++) {
            int wanted = species;
            List<Flower> shuffled = shuffled(
                    flowers.stream()
                            .filter(flower -> flower.species() == wanted)
                            .toList(),
                    random);
            for (int i = 0; i < shuffled.size(); i++) {
                parts.get(i % folds).add(shuffled.get(i));
            }
        }
    }

    List<Flower> test(int fold) {
        return parts.get(fold);
    }

    /** All flowers that are not in the test. */
    List<Flower> training(int fold) {
        List<Flower> training = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            if (i != fold) {
                training.addAll(parts.get(i));
            }
        }
        return training;
    }

    static <T> List<T> shuffled(List<T> list, SplittableRandom random) {
        List<T> shuffled = new ArrayList<>(list);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            T last = shuffled.get(i);
            int other = random.nextInt(i + 1);
            shuffled.set(i, shuffled.get(other));
            shuffled.set(other, last);
        }
        return shuffled;
    }
}
