import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** Collected values must have the output type of the task. */
final class CollectedType implements Workflow<Order, Double> {
    @Override
    public Value<Double> define(Flow flow, Value<Order> input) {
        return flow.call(AddSums.class, flow.map(input.get(Order::lines), PriceLine.class).collect()); // refused
    }
}
