import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** Both branches of a conditional must have its type. */
final class SideType implements Workflow<Order, String> {
    @Override
    public Value<String> define(Flow flow, Value<Order> input) {
        return flow.<String>when(input.get(Order::urgent), () -> input.get(Order::id), () -> flow.value("1")).value();
    }
}
