package dev.anabranch.client.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunParent;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as the run API returns it.
 *
 * @param id its id
 * @param workflow the name of the workflow
 * @param status its status
 * @param started when it was started
 * @param ended when it ended; empty while it runs
 * @param error the error, if it did not succeed
 * @param rerunOf the run whose results it adopts, if it is a rerun
 * @param parent the action that started it, if a node of another run did
 * @param actions the numbers of its actions, if they were requested and are known
 */
public record ClientRun(
        String id,
        String workflow,
        RunStatus status,
        Instant started,
        Optional<Instant> ended,
        Optional<RunError> error,
        Optional<String> rerunOf,
        Optional<RunParent> parent,
        Optional<RunTally> actions) {

    /** Creates a run that no node of another run has started. */
    public ClientRun(
            String id,
            String workflow,
            RunStatus status,
            Instant started,
            Optional<Instant> ended,
            Optional<RunError> error,
            Optional<String> rerunOf) {
        this(id, workflow, status, started, ended, error, rerunOf, Optional.empty(), Optional.empty());
    }

    static ClientRun of(JsonNode json) {
        JsonNode error = json.path("error");
        return new ClientRun(
                AnswerFields.text(json, "id"),
                AnswerFields.text(json, "workflow"),
                AnswerFields.choice(json, "status", RunStatus.class),
                AnswerFields.time(json, "started").orElseThrow(() -> AnswerFields.missing(json, "started")),
                AnswerFields.time(json, "ended"),
                error.isObject()
                        ? Optional.of(new RunError(
                                error.path("node").asText(),
                                error.path("path").asText(),
                                error.path("name").asText(),
                                error.path("message").asText(),
                                error.path("label").asText()))
                        : Optional.empty(),
                AnswerFields.optional(json, "rerunOf"),
                json.path("parent").isObject()
                        ? Optional.of(new RunParent(
                                json.path("parent").path("run").asText(),
                                json.path("parent").path("node").asText(),
                                json.path("parent").path("path").asText()))
                        : Optional.empty(),
                json.path("actions").isObject()
                        ? Optional.of(RunCountsJson.tally(json.path("actions")))
                        : Optional.empty());
    }
}
