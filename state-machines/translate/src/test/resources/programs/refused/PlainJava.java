import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A value cannot be looked into while the workflow is defined. */
final class PlainJava implements Workflow<Order, Boolean> {
    @Override
    public Value<Boolean> define(Flow flow, Value<Order> input) {
        if (input.get(Order::urgent)) { return null; } // refused
        return flow.call(NeedsCare.class, input);
    }
}
