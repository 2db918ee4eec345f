package dev.anabranch.runs.internal.record;

import dev.anabranch.quotas.internal.LambdaQuotas;
import java.time.Duration;
import java.util.Optional;

/** The workflows whose runs can be started: the port of the deployment. */
@FunctionalInterface
public interface Workflows {

    /** Returns a workflow by its name. */
    Optional<DeployedWorkflow> find(String name);

    /**
     * Returns the longest timeout of all deployed functions: how long an attempt can continue after its run has ended.
     */
    default Duration longestTimeout() {
        return Duration.ofSeconds(LambdaQuotas.TIMEOUT_SECONDS);
    }
}
