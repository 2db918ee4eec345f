import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A task that takes outcomes must receive outcomes. */
final class OutcomesForResults implements Workflow<Order, Double> {
    @Override
    public Value<Double> define(Flow flow, Value<Order> input) {
        return flow.call(AddPrices.class, flow.map(input.get(Order::lines), PriceLine.class).outcomes()); // refused
    }
}
