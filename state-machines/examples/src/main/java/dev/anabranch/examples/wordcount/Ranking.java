package dev.anabranch.examples.wordcount;

import dev.anabranch.examples.numbers.WholeNumber;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which words are reported: the most frequent ones, of equally frequent ones the first in the order of Unicode. */
record Ranking(int top, int minLetters) {

    /**
     * The ranking that was asked for.
     *
     * @throws dev.anabranch.task.PermanentFailure when a number is out of its range
     */
    static Ranking checked(WordCountInput input) {
        return new Ranking(
                WholeNumber.upTo("top", input.top(), 10, 10_000, "more than that nobody reads"),
                WholeNumber.within("minLetters", input.minLetters(), 1, 1, 100, "no word is longer"));
    }

    List<Frequency> of(Map<String, Integer> counts) {
        return counts.entrySet().stream()
                .filter(entry ->
                        entry.getKey().codePoints().filter(Character::isLetter).count() >= minLetters)
                .map(entry -> new Frequency(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Frequency::count).reversed().thenComparing(Frequency::word))
                .limit(top)
                .toList();
    }
}
