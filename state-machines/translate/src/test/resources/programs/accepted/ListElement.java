import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** The elements of a list must have its element type. */
final class ListElement implements Workflow<Order, String> {
    @Override
    public Value<String> define(Flow flow, Value<Order> input) {
        return flow.call(Join.class, flow.list(List.of(input.get(Order::id), input.get(Order::id))));
    }
}
