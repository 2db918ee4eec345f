package dev.anabranch.embedded.internal.cloud;

import java.util.List;

/** Receives the actions that begin to wait for an answer. */
@FunctionalInterface
public interface AwaitObserver {

    /** An observer that does nothing. */
    AwaitObserver NONE = (run, node, path) -> {};

    /**
     * An action waits for an answer. It may be called again for the same action if the write of its record is repeated.
     *
     * @param run the id of the run
     * @param node the name of the node
     * @param path the indexes of the action
     */
    void awaits(String run, String node, List<Long> path);
}
