package dev.anabranch.translate.internal.manifest;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.translate.internal.plan.Plan;

/** The graph of a workflow as those need it who look at its runs. */
public final class RunGraphs {

    private RunGraphs() {}

    /** The graph that the manifest has of a plan. */
    public static RunGraph of(Plan plan) {
        return RunGraph.parse(Manifest.json(ManifestEntries.graph(plan)));
    }
}
