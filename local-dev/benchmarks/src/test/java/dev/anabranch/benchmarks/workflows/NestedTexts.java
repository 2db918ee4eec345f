package dev.anabranch.benchmarks.workflows;

import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;

/** Counts the characters of n groups of 100 texts: a fan-out within a fan-out. */
public final class NestedTexts implements Workflow<Width, Long> {

    @Override
    public Value<Long> define(Flow flow, Value<Width> width) {
        return flow.call(
                AddUp.class,
                flow.map(
                                flow.call(ListGroups.class, width),
                                group -> flow.call(
                                        CountCharacters.class,
                                        flow.map(group.get(TextGroup::sizes), WriteText.class)
                                                .collect()))
                        .collect());
    }
}
