package dev.anabranch.testkit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An attempt of an action: one call of its function, including calls that did not reach it. The actions of a batch
 * share one call.
 *
 * @param node the name of its node
 * @param path its indexes, outermost fan-out first; empty outside any fan-out
 * @param number 1 for the first attempt, 2 for the first retry
 * @param began when the function was called
 * @param ended when its answer arrived
 * @param returned whether the answer was not an error
 */
public record TestAttempt(String node, List<Long> path, int number, Instant began, Instant ended, boolean returned) {

    /** Copies the path. */
    public TestAttempt {
        path = List.copyOf(path);
    }

    /** Returns the duration in virtual time. */
    public Duration took() {
        return Duration.between(began, ended);
    }
}
