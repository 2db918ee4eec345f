package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.port.StateFailure;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import org.jspecify.annotations.Nullable;

/** A visit of a Fail state. */
final class FailVisit extends StateVisit {

    private final State.Fail state;

    FailVisit(Strand strand, State.Fail state, JsonNode input) {
        super(strand, state, input);
        this.state = state;
    }

    @Override
    void attempt() {
        strand().fail(new StateFailure(text(state.error()), text(state.cause()), false));
    }

    private @Nullable String text(@Nullable SettingField setting) {
        if (setting == null) {
            return null;
        }
        JsonNode value = query().value(setting);
        if (value.isTextual()) {
            return value.textValue();
        }
        if (setting.kind() == SettingField.Kind.JSONATA) {
            JsonataEvaluator.expect(value, setting.text(), setting.field(), "string");
        }
        throw new QueryException(
                QueryException.RUNTIME, "The " + setting.field() + " field refers to a value that is not a string.");
    }
}
