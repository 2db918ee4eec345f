package dev.anabranch.examples.wordcount;

import java.util.SortedMap;

/**
 * The words of one text. All of them travel, not only its most frequent ones: a word that is the eleventh everywhere may be the
 * first of all.
 *
 * @param name of the text
 * @param counts how often each word occurs
 */
public record TextWords(String name, SortedMap<String, Integer> counts) {

    long words() {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }
}
