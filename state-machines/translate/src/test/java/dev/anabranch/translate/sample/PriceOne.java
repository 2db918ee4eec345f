package dev.anabranch.translate.sample;

import dev.anabranch.translate.sample.Shop.Line;
import dev.anabranch.translate.sample.Shop.PriceLine;
import dev.anabranch.translate.sample.Shop.Priced;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;

/** A workflow that others run for each line of an order. */
public final class PriceOne implements Workflow<Line, Priced> {
    @Override
    public Value<Priced> define(Flow flow, Value<Line> line) {
        return flow.call(PriceLine.class, line);
    }
}
