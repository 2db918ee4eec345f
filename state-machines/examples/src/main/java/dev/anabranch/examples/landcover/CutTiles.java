package dev.anabranch.examples.landcover;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.List;

/** Cuts the asked part of the Earth into tiles, from the south-west corner on, row by row. */
public final class CutTiles implements Task<LandCoverInput, List<Tile>> {

    /**
     * The tiles: at most 100,000.
     *
     * @throws dev.anabranch.task.PermanentFailure when the request cannot be met; the message says which field is wrong and what to do
     */
    @Override
    public List<Tile> run(LandCoverInput input, TaskContext context) {
        return Survey.of(input).tiles();
    }
}
