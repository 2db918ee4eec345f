package dev.anabranch.examples.wordcount;

import dev.anabranch.examples.numbers.WholeNumber;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Selects the reported words: the most frequent ones; equally frequent words are in Unicode order. */
record Ranking(int top, int minLetters) {

    /**
     * Returns the validated ranking of an input.
     *
     * @throws dev.anabranch.task.PermanentFailure if a number is out of range
     */
    static Ranking checked(WordCountInput input) {
        return new Ranking(
                WholeNumber.upTo("top", input.top(), 10, 10_000, "a report with more words is too long to read"),
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
