package dev.anabranch.runs.internal.record;

import java.time.Duration;
import java.util.Optional;

/** The workflows that runs can be started of: a port, behind which is the deployment. */
@FunctionalInterface
public interface Workflows {

    /** The longest that Lambda has (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
    Duration LONGEST_OF_LAMBDA = Duration.ofMinutes(30);

    /** The workflow of that name. */
    Optional<DeployedWorkflow> find(String name);

    /** The longest timeout of all functions that are deployed: how long an attempt can work on after its run has ended. */
    default Duration longestTimeout() {
        return LONGEST_OF_LAMBDA;
    }
}
