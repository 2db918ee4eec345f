import dev.anabranch.translate.sample.Shop.*;
import dev.anabranch.task.*;
import dev.anabranch.workflow.*;
import java.util.List;

/** Results that are found by a prefix have the output type of their task. */
final class ResultsOfType implements Workflow<Order, Double> {
    @Override
    public Value<Double> define(Flow flow, Value<Order> input) {
        return flow.call(Add.class, flow.resultsOf("echo", Echo.class)); // refused
    }
}
