package dev.anabranch.engine.internal.visit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.internal.definition.SettingField;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.execution.Strand;
import dev.anabranch.engine.internal.fields.SettingNumbers;
import dev.anabranch.engine.internal.pending.PendingEvent;
import dev.anabranch.engine.internal.query.QueryException;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import dev.anabranch.engine.internal.value.Timestamps;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A visit of a Wait state. */
final class WaitVisit extends StateVisit {

    private final SettingField until;
    private @Nullable PendingEvent timer;

    WaitVisit(Strand strand, State.Wait state, JsonNode input) {
        super(strand, state, input);
        this.until = state.until();
    }

    @Override
    void attempt() {
        JsonNode value = query().value(until);
        Duration delay = until.field().startsWith("Seconds") ? seconds(value) : untilMoment(value);
        timer = execution()
                .pending()
                .afterWait(delay.isNegative() ? Duration.ZERO : delay, () -> succeed(query().input()));
    }

    @Override
    void cancelAttempt() {
        if (timer != null) {
            timer.cancel();
        }
    }

    private Duration seconds(JsonNode value) {
        if (!value.isIntegralNumber() && until.kind() == SettingField.Kind.JSONATA) {
            JsonataEvaluator.expect(value, until.text(), until.field(), "integer");
        }
        if (!value.isIntegralNumber()) {
            throw refused("The " + until.field() + " parameter cannot be parsed as a long value: " + reference(value));
        }
        if (value.doubleValue() < 0) {
            throw refused("The " + until.field() + " parameter references a negative value: " + reference(value));
        }
        if (value.doubleValue() > SettingNumbers.MOST_SECONDS) {
            throw refused("The " + until.field() + " parameter references a value greater than "
                    + SettingNumbers.MOST_SECONDS + ": " + reference(value));
        }
        return Duration.ofSeconds(value.longValue());
    }

    private Duration untilMoment(JsonNode value) {
        if (until.kind() == SettingField.Kind.JSONATA) {
            JsonataEvaluator.expect(value, until.text(), until.field(), "string");
        }
        try {
            // AWS ignores fractions of a second:
            // https://docs.aws.amazon.com/step-functions/latest/dg/state-wait.html
            Instant moment = Timestamps.parse(value.asText()).truncatedTo(ChronoUnit.SECONDS);
            return Duration.between(execution().mailbox().now(), moment);
        } catch (DateTimeException notMoment) {
            throw refused(
                    until.kind() == SettingField.Kind.PATH
                            ? "The " + until.field()
                                    + " parameter does not reference a valid ISO-8601 extended offset date-time format string: "
                                    + reference(value)
                            : "The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: "
                                    + reference(value));
        }
    }

    private String reference(JsonNode value) {
        String text = value.isValueNode() ? value.asText() : value.toString();
        return until.kind() == SettingField.Kind.PATH ? until.text() + " == " + text : text;
    }

    private QueryException refused(String cause) {
        return new QueryException(
                until.kind() == SettingField.Kind.JSONATA ? QueryException.QUERY_EVALUATION : QueryException.RUNTIME,
                cause);
    }
}
