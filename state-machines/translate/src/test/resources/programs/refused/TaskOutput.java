import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** What a task returns has the type that it says. */
final class TaskOutput implements Workflow<Order, List<Line>> {
    @Override
    public Value<List<Line>> define(Flow flow, Value<Order> input) {
        Value<List<Priced>> lines = flow.call(SplitOrder.class, input); // refused
        return null;
    }
}
