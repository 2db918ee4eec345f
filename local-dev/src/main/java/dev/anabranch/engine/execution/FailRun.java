package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.definition.Setting;
import dev.anabranch.engine.definition.State;
import dev.anabranch.engine.query.Jsonata;
import dev.anabranch.engine.query.QueryException;
import org.jspecify.annotations.Nullable;

/** A visit of a Fail state. */
final class FailRun extends StateRun {

    private final State.Fail state;

    FailRun(Strand strand, State.Fail state, JsonNode input) {
        super(strand, state, input);
        this.state = state;
    }

    @Override
    void attempt() {
        strand().fail(new Failure(text(state.error()), text(state.cause()), false));
    }

    private @Nullable String text(@Nullable Setting setting) {
        if (setting == null) {
            return null;
        }
        JsonNode value = query().value(setting);
        if (value.isTextual()) {
            return value.textValue();
        }
        if (setting.kind() == Setting.Kind.JSONATA) {
            Jsonata.expect(value, setting.text(), setting.field(), "string");
        }
        throw new QueryException(
                QueryException.RUNTIME, "The " + setting.field() + " field refers to a value that is not a string.");
    }
}
