package dev.anabranch.examples.fanoutfanin;

import java.util.List;

/**
 * What a branch is given.
 *
 * @param items what is dealt to all branches in turn
 * @param branch which branch this is, from 0
 * @param branches how many there are
 */
public record Share(List<String> items, int branch, int branches) {}
