package dev.anabranch.translate.internal.manifest;

import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.translate.internal.plan.Plan;

/** Converts the graph of a plan into the graph that is used to inspect runs. */
public final class RunGraphs {

    private RunGraphs() {}

    /** Returns the graph that the manifest has for a plan. */
    public static RunGraph of(Plan plan) {
        return RunGraph.parse(Manifest.json(ManifestEntries.graph(plan)));
    }
}
