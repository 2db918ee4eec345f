package dev.anabranch.workflow;

/**
 * A typed definition: calls of tasks, fan-outs and branches, put together from {@link Value}s that do not exist yet.
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
 * @param <I> what a run is given
 * @param <O> what a run returns
 */
@FunctionalInterface
public interface Workflow<I, O> {

    /**
     * Describes the workflow. It is called once for each translation and must describe the same every time: no clock, no random
     * number, nothing read from outside.
     *
     * @param flow makes nodes
     * @param input what a run will be given
     * @return what a run will return
     */
    Value<O> define(Flow flow, Value<I> input);

    /**
     * What people call it, in URLs, on the command line and as the name of the state machine: letters, digits and hyphens, at
     * most 60. By default the class name in kebab case, {@code land-cover} for {@code LandCover}.
     */
    default String name() {
        return DefaultNames.kebab(getClass().getSimpleName());
    }

    /** One line for people who look at a list of workflows; empty by default. */
    default String description() {
        return "";
    }
}
