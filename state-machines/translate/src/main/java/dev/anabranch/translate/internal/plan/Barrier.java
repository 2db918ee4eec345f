package dev.anabranch.translate.internal.plan;

import java.util.List;

/**
 * An added wait: all nodes in {@code first} must complete before any node in {@code then} starts. States can only run
 * in sequences and parallel branches, so a graph that does not consist of these needs barriers.
 *
 * @param first the nodes before the barrier
 * @param then the nodes after it
 */
public record Barrier(List<String> first, List<String> then) {
    /** Copies the lists. */
    public Barrier {
        first = List.copyOf(first);
        then = List.copyOf(then);
    }
}
