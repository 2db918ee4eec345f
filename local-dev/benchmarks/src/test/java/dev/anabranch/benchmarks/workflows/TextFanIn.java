package dev.anabranch.benchmarks.workflows;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;

/** Counts the characters of n texts in one task. */
public final class TextFanIn implements Workflow<TextWidth, Long> {

    @Override
    public Value<Long> define(Flow flow, Value<TextWidth> width) {
        return flow.call(
                CountCharacters.class,
                flow.map(flow.call(ListSizes.class, width), WriteText.class).collect());
    }
}
