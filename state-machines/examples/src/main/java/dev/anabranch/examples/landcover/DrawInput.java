package dev.anabranch.examples.landcover;

import dev.anabranch.task.Results;

/**
 * The input of the map's task.
 *
 * @param request the input of the run
 * @param tiles one result for each tile of {@link CutTiles}, in the same order
 */
public record DrawInput(LandCoverInput request, Results<TileCover> tiles) {}
