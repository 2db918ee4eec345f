import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A stage must accept the result of the previous stage. */
final class PipelineType implements Workflow<Order, Results<Priced>> {
    @Override
    public Value<Results<Priced>> define(Flow flow, Value<Order> input) {
        return flow.map(input.get(Order::lines), PriceLine.class).map(PriceLine.class).collect(); // refused
    }
}
