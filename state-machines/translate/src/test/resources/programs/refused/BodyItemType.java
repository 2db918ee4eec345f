import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** The item of a body must have the type of the list's elements. */
final class BodyItemType implements Workflow<Order, Results<Priced>> {
    @Override
    public Value<Results<Priced>> define(Flow flow, Value<Order> input) {
        return flow.map(input.get(Order::lines), line -> flow.call(RoundPrice.class, line)).collect(); // refused
    }
}
