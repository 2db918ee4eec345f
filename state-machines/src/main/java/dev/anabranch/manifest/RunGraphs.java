package dev.anabranch.manifest;

import dev.anabranch.plan.Plan;
import dev.anabranch.run.RunGraph;

/** The graph of a workflow as those need it who look at its runs. */
public final class RunGraphs {

    private RunGraphs() {}

    /** The graph that the manifest has of a plan. */
    public static RunGraph of(Plan plan) {
        return RunGraph.parse(Manifest.json(Entries.graph(plan)));
    }
}
