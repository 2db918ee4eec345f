import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A field must be used with its type. */
final class FieldType implements Workflow<Order, String> {
    @Override
    public Value<String> define(Flow flow, Value<Order> input) {
        return flow.call(Echo.class, input.get(Order::urgent)); // refused
    }
}
