import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** Who takes outcomes is given outcomes. */
final class OutcomesForResults implements Workflow<Order, Double> {
    @Override
    public Value<Double> define(Flow flow, Value<Order> input) {
        return flow.call(AddOutcomes.class, flow.map(input.get(Order::lines), PriceLine.class).outcomes());
    }
}
