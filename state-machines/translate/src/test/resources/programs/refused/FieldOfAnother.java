import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A field must belong to the record of the value. */
final class FieldOfAnother implements Workflow<Order, String> {
    @Override
    public Value<String> define(Flow flow, Value<Order> input) {
        return flow.call(Echo.class, input.get(Line::sku)); // refused
    }
}
