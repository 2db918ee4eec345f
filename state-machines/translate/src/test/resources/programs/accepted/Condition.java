import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A condition must be a boolean. */
final class Condition implements Workflow<Order, String> {
    @Override
    public Value<String> define(Flow flow, Value<Order> input) {
        return flow.when(input.get(Order::urgent), () -> input.get(Order::id), () -> flow.value("none")).value();
    }
}
