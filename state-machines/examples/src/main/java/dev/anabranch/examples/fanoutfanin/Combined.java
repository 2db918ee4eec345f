package dev.anabranch.examples.fanoutfanin;

import java.util.List;
import java.util.Map;

/**
 * What all branches returned.
 *
 * @param items how many items they processed
 * @param steps what each made of its share, by its name, in the order of definition
 */
public record Combined(int items, Map<String, List<String>> steps) {}
