import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** The input of a call must have the input type of its task. */
final class TaskInput implements Workflow<Order, Boolean> {
    @Override
    public Value<Boolean> define(Flow flow, Value<Order> input) {
        return flow.call(NeedsCare.class, input);
    }
}
