import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** Java code in a definition cannot compute with values. */
final class PlainJava implements Workflow<Order, Boolean> {
    @Override
    public Value<Boolean> define(Flow flow, Value<Order> input) {
        if (input.get(Order::urgent)) { return null; } // refused
        return flow.call(NeedsCare.class, input);
    }
}
