package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.action.InputLocation;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An action as the run API returns it.
 *
 * @param node the name of its node
 * @param path its indexes joined by dots; empty outside any fan-out
 * @param status its status
 * @param attempts the number of started attempts
 * @param began when the latest attempt began
 * @param finished when it finished
 * @param until when its wait for an answer times out; empty if it does not wait
 * @param error the error, if it failed
 * @param log the location of the log of the latest attempt
 * @param input the locations of the parts of its input
 * @param run the run that it has started; empty if it starts none
 * @param label the labels of the items around it as one text; empty if there are none
 */
public record ClientAction(
        String node,
        String path,
        ActionStatus status,
        int attempts,
        Optional<Instant> began,
        Optional<Instant> finished,
        Optional<Instant> until,
        Optional<ActionError> error,
        Optional<String> log,
        List<InputLocation> input,
        Optional<String> run,
        String label) {

    /** Copies the list. */
    public ClientAction {
        input = List.copyOf(input);
    }

    /** Returns the name for people, such as {@code classify[3.17 "Norway"]}. */
    public String name() {
        return node + (path.isEmpty() ? "" : "[" + ItemLabels.shown(path, label) + "]");
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
                AnswerFields.time(json, "began"),
                AnswerFields.time(json, "finished"),
                AnswerFields.time(json, "until"),
                ActionError.of(json),
                AnswerFields.optional(json, "log"),
                places(json.path("input")),
                AnswerFields.optional(json, "run"),
                json.path("label").asText());
    }

    private static List<InputLocation> places(JsonNode json) {
        List<InputLocation> places = new ArrayList<>();
        json.forEach(place -> places.add(InputLocation.parse(place)));
        return places;
    }
}
