package dev.anabranch.examples.fanoutfanin;

import java.util.List;

/**
 * The input of one branch.
 *
 * @param items all items, which are distributed over the branches in turn
 * @param branch the index of this branch, from 0
 * @param branches the number of branches
 */
public record Share(List<String> items, int branch, int branches) {}
