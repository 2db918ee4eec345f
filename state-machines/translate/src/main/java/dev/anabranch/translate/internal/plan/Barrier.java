package dev.anabranch.translate.internal.plan;

import java.util.List;

/**
 * A wait that the values do not ask for: the graph is not made of sequences and branches alone, as states must be, so everything in
 * {@code first} is waited for before anything in {@code then} starts.
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
