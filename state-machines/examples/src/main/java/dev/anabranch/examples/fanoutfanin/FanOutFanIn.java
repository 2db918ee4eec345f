package dev.anabranch.examples.fanoutfanin;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/**
 * Runs named branches and combines their results. The definition fixes the number of branches; the input of a run fixes
 * the number of items.
 */
public final class FanOutFanIn implements Workflow<FanOutFanInInput, Combined> {

    private final int branches;

    /** Creates the workflow with four branches. */
    public FanOutFanIn() {
        this(4);
    }

    /** Creates the workflow with the given number of branches. */
    public FanOutFanIn(int branches) {
        this.branches = branches;
    }

    @Override
    public Value<Combined> define(Flow flow, Value<FanOutFanInInput> input) {
        Value<List<String>> greetings = flow.call(LoadGreetings.class, input);
        for (int i = 0; i < branches; i++) {
            flow.call(ProcessShare.class, flow.record(Share::new, greetings, flow.value(i), flow.value(branches)))
                    .named("process_" + i);
        }
        return flow.call(CombineSteps.class, flow.resultsOf("process_", ProcessShare.class));
    }

    @Override
    public String description() {
        return "ZenML's static fan-out: steps combined by name prefix.";
    }
}
