package dev.anabranch.examples.hyperparametersweep;

import dev.anabranch.examples.hyperparametersweep.Flowers.Flower;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Divides the flowers into parts of about equal size, in which the species are equally frequent. */
final class Folds {
    private final List<List<Flower>> parts = new ArrayList<>();

    /**
     * Creates the parts. Equal seeds give equal parts, so all combinations of parameters are tested with the same
     * parts.
     */
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

    /** Returns all flowers that are not in the part. */
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
