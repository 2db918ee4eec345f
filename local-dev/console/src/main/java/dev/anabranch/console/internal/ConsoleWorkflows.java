package dev.anabranch.console.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workflows on the class path of the console. */
@FunctionalInterface
public interface ConsoleWorkflows {

    /** Returns the definition of a workflow by its name; empty if it is not on the class path. */
    Optional<DefinedWorkflow> find(String name);

    /** Returns the descriptions of workflows by their name; workflows without one are missing. */
    default Map<String, String> descriptions() {
        return Map.of();
    }

    /** Returns the workflows that cannot be started; empty if another process runs the workflows, which does not list them. */
    default Optional<List<UnusableWorkflow>> unusable() {
        return Optional.empty();
    }

    /**
     * A workflow that cannot be started.
     *
     * @param name its name; empty if it is not known
     * @param reason why, and how to correct it, for people
     */
    record UnusableWorkflow(String name, String reason) {}
}
