import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A call can wait only for steps. */
final class WaitsForAValue implements Workflow<Order, Boolean> {
    @Override
    public Value<Boolean> define(Flow flow, Value<Order> input) {
        return flow.call(NeedsCare.class, input).after(input); // refused
    }
}
