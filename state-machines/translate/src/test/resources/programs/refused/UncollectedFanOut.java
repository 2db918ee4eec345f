import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A fan-out is not a value; its collected results are. */
final class UncollectedFanOut implements Workflow<Order, Double> {
    @Override
    public Value<Double> define(Flow flow, Value<Order> input) {
        return flow.call(AddPrices.class, flow.map(input.get(Order::lines), PriceLine.class)); // refused
    }
}
