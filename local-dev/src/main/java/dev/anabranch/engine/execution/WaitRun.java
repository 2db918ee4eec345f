package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.definition.Setting;
import dev.anabranch.engine.definition.State;
import dev.anabranch.engine.query.Jsonata;
import dev.anabranch.engine.query.QueryException;
import java.time.DateTimeException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A visit of a Wait state. */
final class WaitRun extends StateRun {

    private final Setting until;
    private @Nullable Pending timer;

    WaitRun(Strand strand, State.Wait state, JsonNode input) {
        super(strand, state, input);
        this.until = state.until();
    }

    @Override
    void attempt() {
        JsonNode value = query().value(until);
        Duration delay = until.field().startsWith("Seconds") ? seconds(value) : untilMoment(value);
        timer = execution().after(delay.isNegative() ? Duration.ZERO : delay, () -> succeed(query().input()));
    }

    @Override
    void cancelAttempt() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private Duration seconds(JsonNode value) {
        if (!value.isIntegralNumber() && until.kind() == Setting.Kind.JSONATA) {
            Jsonata.expect(value, until.text(), until.field(), "integer");
        }
        if (!value.isIntegralNumber()) {
            throw refused("The " + until.field() + " parameter cannot be parsed as a long value: " + reference(value));
        }
        if (value.longValue() < 0) {
            throw refused("The " + until.field() + " parameter references a negative value: " + reference(value));
        }
        return Duration.ofSeconds(value.longValue());
    }

    private Duration untilMoment(JsonNode value) {
        try {
            return Duration.between(execution().now(), Timestamps.parse(value.asText()));
        } catch (DateTimeException notMoment) {
            throw refused(
                    until.kind() == Setting.Kind.PATH
                            ? "The " + until.field()
                                    + " parameter does not reference a valid ISO-8601 extended offset date-time format string: "
                                    + reference(value)
                            : "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                                    + reference(value));
        }
    }

    private String reference(JsonNode value) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        return until.kind() == Setting.Kind.PATH ? until.text() + " == " + text : text;
    }

    private QueryException refused(String cause) {
        return new QueryException(
                until.kind() == Setting.Kind.JSONATA ? QueryException.QUERY_EVALUATION : QueryException.RUNTIME, cause);
    }
}
