package dev.anabranch.examples.wordcount;

import java.util.SortedMap;

/**
 * The words of one text. It has all words, because a word that is eleventh in every text can be first in the sum.
 *
 * @param name the name of the text
 * @param counts the number of occurrences of each word
 */
public record TextWords(String name, SortedMap<String, Integer> counts) {

    long words() {
        return counts.values().stream().mapToLong(Integer::longValue).sum();
    }
}
