import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** Only tasks can be called. */
final class NoTask implements Workflow<Order, String> {
    @Override
    public Value<String> define(Flow flow, Value<Order> input) {
        return flow.call(Echo.class, input.get(Order::id));
    }
}
