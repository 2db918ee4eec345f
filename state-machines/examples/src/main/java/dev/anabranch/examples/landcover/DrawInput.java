package dev.anabranch.examples.landcover;

import dev.anabranch.task.Results;

/**
 * What the map is drawn from.
 *
 * @param request what was asked for
 * @param tiles one result for each tile of {@link CutTiles}, in its order
 */
public record DrawInput(LandCoverInput request, Results<TileCover> tiles) {}
