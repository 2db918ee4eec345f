package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.ChoiceRule;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.fields.ConditionTest;

/** A visit of a Choice state. */
final class ChoiceVisit extends StateVisit {

    private final State.Choice state;

    ChoiceVisit(Strand strand, State.Choice state, JsonNode input) {
        super(strand, state, input);
        this.state = state;
    }

    @Override
    void attempt() {
        for (int i = 0; i < state.rules().size(); i++) {
            ChoiceRule rule = state.rules().get(i);
            if (rule.condition().accept(new ConditionTest(query(), i))) {
                leave(rule.next(), query().chosen(rule, i), query().chosenAssignments(rule, i));
                return;
            }
        }
        if (state.otherwise() == null) {
            failRuntime("Failed to transition out of the state. The state does not point to a next state.");
        }
        JsonNode input = query().input();
        leave(state.otherwise(), query().output(input), query().assignments(input));
    }
}
