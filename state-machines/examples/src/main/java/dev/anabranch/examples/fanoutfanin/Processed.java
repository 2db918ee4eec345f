package dev.anabranch.examples.fanoutfanin;

import java.util.List;

/**
 * The result of one branch.
 *
 * @param step the name of the branch
 * @param items the processed items
 */
public record Processed(String step, List<String> items) {}
