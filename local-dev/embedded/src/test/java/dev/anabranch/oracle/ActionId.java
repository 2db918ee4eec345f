package dev.anabranch.oracle;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Identifies an action of a run.
 *
 * @param node the name of its node
 * @param path its indexes, outermost fan-out first; empty outside any fan-out
 */
public record ActionId(String node, List<Long> path) {

    /** Copies the path. */
    public ActionId {
        path = List.copyOf(path);
    }

    /** Returns the indexes joined by dots, such as {@code 3.17}; empty outside any fan-out. */
    public String indexes() {
        return path.stream().map(String::valueOf).collect(Collectors.joining("."));
    }

    @Override
    public String toString() {
        return path.isEmpty() ? node : node + "[" + indexes() + "]";
    }
}
