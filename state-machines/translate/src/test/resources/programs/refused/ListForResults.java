import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A task that takes a list must receive a list. */
final class ListForResults implements Workflow<Order, Double> {
    @Override
    public Value<Double> define(Flow flow, Value<Order> input) {
        return flow.call(AddFew.class, flow.map(input.get(Order::lines), PriceLine.class).collect()); // refused
    }
}
