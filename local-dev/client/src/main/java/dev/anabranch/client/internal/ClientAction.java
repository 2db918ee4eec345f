package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.action.InputLocation;
import dev.anabranch.runtime.internal.record.EarlierAttempt;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An action as the run API returns it.
 *
 * @param node the name of its node
 * @param path its indexes joined by dots; empty outside any fan-out
 * @param status its status
 * @param attempts the number of started attempts
 * @param spent true if no further attempt will follow
 * @param began when the latest attempt began
 * @param finished when it finished
 * @param until when its wait for an answer times out; empty if it does not wait
 * @param error the error, if it failed
 * @param log the location of the log of the latest attempt
 * @param input the locations of the parts of its input
 * @param run the run that it has started; empty if it starts none
 * @param label the labels of the items around it as one text; empty if there are none
 * @param progress how much of its work it has reported as done
 * @param metrics its metrics by name
 * @param reportBytes the size of its report in bytes; empty if it has none
 * @param earlier what is known of the attempts before the latest one, by number
 */
public record ClientAction(
        String node,
        String path,
        ActionStatus status,
        int attempts,
        boolean spent,
        Optional<Instant> began,
        Optional<Instant> finished,
        Optional<Instant> until,
        Optional<ActionError> error,
        Optional<String> log,
        List<InputLocation> input,
        Optional<String> run,
        String label,
        Optional<Progress> progress,
        Map<String, Metric> metrics,
        OptionalLong reportBytes,
        List<EarlierAttempt> earlier) {

    /** Copies the lists and the map. */
    public ClientAction {
        earlier = List.copyOf(earlier);
        input = List.copyOf(input);
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Returns the name for people, such as {@code classify[3.17 "Norway"]}. */
    public String name() {
        return node + (path.isEmpty() ? "" : "[" + ItemLabels.shown(path, label) + "]");
    }

    /** Returns whether its latest attempt has failed and another one follows. Counts have it as running. */
    public boolean awaitsRetry() {
        return status == ActionStatus.FAILED && !spent;
    }

    /** Returns the duration of the latest attempt; empty if it has not finished. */
    public Optional<Duration> duration() {
        return began.flatMap(start -> finished.map(end -> Duration.between(start, end)));
    }

    /** The name and message of an error. */
    public record ActionError(String name, String message) {

        static Optional<ActionError> of(JsonNode action) {
            JsonNode error = action.path("error");
            return error.isObject()
                    ? Optional.of(new ActionError(
                            error.path("name").asText(), error.path("message").asText()))
                    : Optional.empty();
        }
    }

    static ClientAction of(JsonNode json) {
        return new ClientAction(
                AnswerFields.text(json, "node"),
                AnswerFields.text(json, "path"),
                AnswerFields.choice(json, "status", ActionStatus.class),
                json.path("attempts").asInt(),
                json.path("spent").asBoolean(),
                AnswerFields.time(json, "began"),
                AnswerFields.time(json, "finished"),
                AnswerFields.time(json, "until"),
                ActionError.of(json),
                AnswerFields.optional(json, "log"),
                places(json.path("input")),
                AnswerFields.optional(json, "run"),
                json.path("label").asText(),
                json.has("progress")
                        ? Optional.of(new Progress(
                                json.path("progress").path("done").asLong(),
                                json.path("progress").path("total").asLong()))
                        : Optional.empty(),
                metrics(json),
                json.has("reportBytes")
                        ? OptionalLong.of(json.path("reportBytes").asLong())
                        : OptionalLong.empty(),
                earlier(json.path("earlierAttempts")));
    }

    private static List<EarlierAttempt> earlier(JsonNode attempts) {
        List<EarlierAttempt> earlier = new ArrayList<>();
        for (JsonNode attempt : attempts) {
            Optional<ActionError> error = ActionError.of(attempt);
            earlier.add(new EarlierAttempt(
                    attempt.path("attempt").asInt(),
                    AnswerFields.time(attempt, "began").orElse(null),
                    AnswerFields.time(attempt, "finished").orElse(null),
                    error.map(ActionError::name).orElse(null),
                    error.map(ActionError::message).orElse(null)));
        }
        return earlier;
    }

    /** Returns the metrics of an action or of several. */
    static Map<String, Metric> metrics(JsonNode json) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        json.path("metrics")
                .properties()
                .forEach(metric -> metrics.put(
                        metric.getKey(),
                        new Metric(
                                metric.getValue().path("count").asLong(),
                                metric.getValue().path("sum").asDouble(),
                                metric.getValue().path("min").asDouble(),
                                metric.getValue().path("max").asDouble())));
        return metrics;
    }

    private static List<InputLocation> places(JsonNode json) {
        List<InputLocation> places = new ArrayList<>();
        json.forEach(place -> places.add(InputLocation.parse(place)));
        return places;
    }
}
