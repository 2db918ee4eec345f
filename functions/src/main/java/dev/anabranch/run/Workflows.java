package dev.anabranch.run;

import java.util.Optional;

/** The workflows that runs can be started of: a port, behind which is the deployment. */
@FunctionalInterface
public interface Workflows {

    /** The workflow of that name. */
    Optional<DeployedWorkflow> find(String name);
}
