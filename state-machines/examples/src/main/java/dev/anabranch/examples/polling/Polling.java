package dev.anabranch.examples.polling;

import dev.anabranch.workflow.FanOut;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.time.Duration;
import java.util.List;

/** Polls each export until it has ended, then summarizes them one after the other. */
public final class Polling implements Workflow<PollingInput, PollingReport> {

    @Override
    public Value<PollingReport> define(Flow flow, Value<PollingInput> input) {
        Value<List<Export>> started = flow.call(StartExports.class, input);
        FanOut<Export> ended =
                flow.map(started, export -> flow.repeat(export, last -> flow.call(CheckExport.class, last))
                        .until(last -> last.get(Export::done))
                        .every(Duration.ofSeconds(1))
                        .atMost(1_000));
        return flow.fold(
                ended.toList(),
                flow.value(new PollingReport(0, "")),
                (report, export) -> flow.call(AppendName.class, flow.record(AppendName.Input::new, report, export)));
    }

    @Override
    public String description() {
        return "Temporal's polling: loops for each item, then a fold.";
    }
}
