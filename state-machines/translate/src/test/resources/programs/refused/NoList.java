import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** Only lists can be mapped over. */
final class NoList implements Workflow<Order, Results<Boolean>> {
    @Override
    public Value<Results<Boolean>> define(Flow flow, Value<Order> input) {
        return flow.map(input, NeedsCare.class).collect(); // refused
    }
}
