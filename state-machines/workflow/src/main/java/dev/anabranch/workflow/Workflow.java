package dev.anabranch.workflow;

import dev.anabranch.workflow.internal.graph.DefaultNames;

/**
 * A typed definition of a workflow: calls of tasks, fan-outs and conditionals over {@link Value}s.
 *
 * <pre>{@code
 * public final class LandCover implements Workflow<Region, LandCoverReport> {
 *     public Value<LandCoverReport> define(Flow flow, Value<Region> region) {
 *         Value<List<Tile>> tiles = flow.call(CutTiles.class, region);
 *         FanOut<TileCover> cover = flow.map(tiles, ClassifyTile.class).named("classify").concurrency(50);
 *         return flow.call(DrawLandCover.class, cover.collect());
 *     }
 * }
 * }</pre>
 *
 * @param <I> the type of a run's input
 * @param <O> the type of a run's output
 */
@FunctionalInterface
public interface Workflow<I, O> {

    /**
     * Defines the workflow. This method is called when the workflow is checked or translated, not during a run. It must
     * add the same nodes every time: it must not read a clock, random numbers, files, environment variables or the
     * network.
     *
     * @param flow adds nodes to this workflow
     * @param input the input of the run
     * @return the output of the run; never null
     */
    Value<O> define(Flow flow, Value<I> input);

    /**
     * Returns the name of the workflow in URLs, on the command line and of the state machine: 1 to 60 lower-case
     * letters, digits and hyphens. The default is the class name in kebab case, {@code land-cover} for {@code
     * LandCover}.
     */
    default String name() {
        return DefaultNames.kebab(getClass().getSimpleName());
    }

    /** Returns one line that describes the workflow in lists of workflows. The default is empty. */
    default String description() {
        return "";
    }
}
