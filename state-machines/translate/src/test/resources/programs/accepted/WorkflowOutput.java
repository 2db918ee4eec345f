import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A definition must return the output type of its workflow. */
final class WorkflowOutput implements Workflow<Order, String> {
    @Override
    public Value<String> define(Flow flow, Value<Order> input) {
        return flow.call(Echo.class, input.get(Order::id));
    }
}
