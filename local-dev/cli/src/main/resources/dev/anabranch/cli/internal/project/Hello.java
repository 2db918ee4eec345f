package @package@;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** Lists rivers, and greets each of them in its own action. */
public final class Hello implements Workflow<HelloInput, List<String>> {

    @Override
    public Value<List<String>> define(Flow flow, Value<HelloInput> input) {
        Value<List<String>> rivers = flow.call(ListRivers.class, input).named("list rivers");
        return flow.map(rivers, Greet.class).named("greet").concurrency(10).retry(Retry.upTo(2)).toList();
    }

    @Override
    public String description() {
        return "Greets rivers, each in its own action.";
    }
}
