import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** The values of a record must have the types of its components. */
final class RecordComponent implements Workflow<Order, Results<Priced>> {
    @Override
    public Value<Results<Priced>> define(Flow flow, Value<Order> input) {
        return flow.map(input.get(Order::lines), line -> flow.call(PriceLineOf.class, flow.record(LineOf::new, line, input))).collect();
    }
}
