package dev.anabranch.runs.internal.record;

import dev.anabranch.quotas.internal.LambdaQuotas;
import java.time.Duration;
import java.util.Optional;

/** The workflows that runs can be started of: a port, behind which is the deployment. */
@FunctionalInterface
public interface Workflows {

    /** The workflow of that name. */
    Optional<DeployedWorkflow> find(String name);

    /** The longest timeout of all functions that are deployed: how long an attempt can work on after its run has ended. */
    default Duration longestTimeout() {
        return Duration.ofSeconds(LambdaQuotas.TIMEOUT_SECONDS);
    }
}
