package dev.anabranch.cli.internal.location;

import dev.anabranch.console.internal.DefinedWorkflow;
import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.runs.internal.record.RunTally;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Estimates what runs cost on AWS, as the console does, for workflows on the class path. */
public final class RunCostReader {

    private final Map<String, Optional<DefinedWorkflow>> known = new HashMap<>();

    /** Returns the cost of a run; empty if its workflow is not on the class path, or its actions are not counted by node. */
    public Optional<RunCost> of(String workflow, RunTally tally) {
        return tally.nodes().isEmpty() ? Optional.empty() : definition(workflow).map(found -> found.cost(tally));
    }

    /** Returns whether a workflow is on the class path, so that its runs have a cost. */
    public boolean knows(String workflow) {
        return definition(workflow).isPresent();
    }

    private Optional<DefinedWorkflow> definition(String workflow) {
        return known.computeIfAbsent(workflow, ServedWorkflows::definition);
    }
}
