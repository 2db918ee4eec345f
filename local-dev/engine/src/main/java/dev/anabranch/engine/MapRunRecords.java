package dev.anabranch.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Journal records of Map Runs that have ended. */
final class MapRunRecords {

    /** The prefix of the keys of Map Runs. */
    static final String PREFIX = "map-run/";

    private static final JsonMapper MAPPER = new JsonMapper();

    private MapRunRecords() {}

    static byte[] write(MapRunSnapshot run) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("arn", run.arn()).put("execution", run.executionArn());
        json.put("status", run.status().name());
        json.put("start", run.startDate().toString());
        json.put("stop", run.stopDate() == null ? null : run.stopDate().toString());
        json.put("concurrency", run.maxConcurrency());
        json.put("percentage", run.toleratedFailurePercentage());
        json.put("count", run.toleratedFailureCount());
        json.set("items", counts(run.items()));
        json.set("executions", counts(run.executions()));
        json.put("redrives", run.redriveCount());
        json.put("redrive", run.redriveDate() == null ? null : run.redriveDate().toString());
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("The record of a Map Run cannot be written.", impossible);
        }
    }

    private static JsonNode counts(MapRunSnapshot.Counts counts) {
        return MAPPER.createArrayNode()
                .add(counts.pending())
                .add(counts.running())
                .add(counts.succeeded())
                .add(counts.failed())
                .add(counts.timedOut())
                .add(counts.aborted())
                .add(counts.total())
                .add(counts.resultsWritten());
    }

    static MapRunSnapshot read(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            return new MapRunSnapshot(
                    json.path("arn").asText(),
                    json.path("execution").asText(),
                    ExecutionStatus.valueOf(json.path("status").asText()),
                    Instant.parse(json.path("start").asText()),
                    instant(json, "stop"),
                    json.path("concurrency").asLong(),
                    json.path("percentage").asDouble(),
                    json.path("count").asLong(),
                    counts(json.path("items")),
                    counts(json.path("executions")),
                    json.path("redrives").asInt(),
                    instant(json, "redrive"));
        } catch (IOException e) {
            throw new UncheckedIOException("The record of a Map Run cannot be read.", e);
        }
    }

    private static MapRunSnapshot.Counts counts(JsonNode array) {
        return new MapRunSnapshot.Counts(
                array.path(0).asLong(),
                array.path(1).asLong(),
                array.path(2).asLong(),
                array.path(3).asLong(),
                array.path(4).asLong(),
                array.path(5).asLong(),
                array.path(6).asLong(),
                array.path(7).asLong());
    }

    private static @Nullable Instant instant(JsonNode json, String name) {
        return json.hasNonNull(name) ? Instant.parse(json.get(name).asText()) : null;
    }
}
