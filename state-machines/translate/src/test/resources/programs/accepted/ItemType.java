import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** A mapped task must accept the elements of the list. */
final class ItemType implements Workflow<Order, Results<Boolean>> {
    @Override
    public Value<Results<Boolean>> define(Flow flow, Value<Order> input) {
        return flow.map(flow.list(List.of(input)), NeedsCare.class).collect();
    }
}
