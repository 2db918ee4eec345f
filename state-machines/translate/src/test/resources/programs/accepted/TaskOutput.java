import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** The result of a call has the output type of its task. */
final class TaskOutput implements Workflow<Order, List<Line>> {
    @Override
    public Value<List<Line>> define(Flow flow, Value<Order> input) {
        Value<List<Line>> lines = flow.call(SplitOrder.class, input);
        return lines;
    }
}
