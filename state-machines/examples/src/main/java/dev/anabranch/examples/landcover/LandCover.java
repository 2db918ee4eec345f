package dev.anabranch.examples.landcover;

import dev.anabranch.task.Results;
import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Maps the land cover of a region: water, snow or ice, vegetation, bare ground. */
public final class LandCover implements Workflow<LandCoverInput, LandCoverReport> {

    @Override
    public Value<LandCoverReport> define(Flow flow, Value<LandCoverInput> region) {
        Value<List<Tile>> tiles = flow.call(CutTiles.class, region);
        FanOut<TileCover> covers = flow.map(tiles, ClassifyTile.class)
                .named("classify")
                .concurrency(50)
                .retry(Retry.upTo(2));
        Value<Results<TileCover>> collected = covers.collect();
        return flow.call(DrawLandCover.class, flow.record(DrawInput::new, region, collected))
                .named("draw");
    }

    @Override
    public String description() {
        return "Prefect's map: land cover from satellite images, by tile.";
    }
}
