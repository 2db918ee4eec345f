package dev.anabranch.examples.fanoutfanin;

import java.util.List;
import java.util.Map;

/**
 * The results of all branches.
 *
 * @param items the number of items that they processed
 * @param steps the results of each branch by its name, in the order of the definition
 */
public record Combined(int items, Map<String, List<String>> steps) {}
