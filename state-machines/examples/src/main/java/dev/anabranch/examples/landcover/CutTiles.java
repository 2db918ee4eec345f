package dev.anabranch.examples.landcover;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import java.util.List;

/** Divides the requested region into tiles, row by row from the south-west corner. */
public final class CutTiles implements Task<LandCoverInput, List<Tile>> {

    /**
     * Returns the tiles, at most 100,000.
     *
     * @throws dev.anabranch.task.PermanentFailure if the request is invalid; the message names the field and the
     *     correction
     */
    @Override
    public List<Tile> run(LandCoverInput input, TaskContext context) {
        return Survey.of(input).tiles();
    }
}
