package dev.anabranch.runs.internal.record;

import java.time.Duration;
import java.util.Optional;

/** The workflows whose runs can be started: the port of the deployment. */
@FunctionalInterface
public interface Workflows {

    /**
     * The longest timeout that Lambda allows (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
     */
    Duration LONGEST_OF_LAMBDA = Duration.ofMinutes(30);

    /** Returns a workflow by its name. */
    Optional<DeployedWorkflow> find(String name);

    /**
     * Returns the longest timeout of all deployed functions: how long an attempt can continue after its run has ended.
     */
    default Duration longestTimeout() {
        return LONGEST_OF_LAMBDA;
    }
}
