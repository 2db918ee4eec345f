package dev.anabranch.examples.fanoutfanin;

import java.util.List;

/**
 * What a branch returned.
 *
 * @param step its name
 * @param items what it made of its share
 */
public record Processed(String step, List<String> items) {}
