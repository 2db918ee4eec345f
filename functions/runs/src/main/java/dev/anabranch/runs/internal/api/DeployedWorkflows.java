package dev.anabranch.runs.internal.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runs.internal.record.Workflows;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workflows of a deployment, read from its manifest. The classes of their inputs must be on the class path. */
public final class DeployedWorkflows implements Workflows {

    private static final int VERSION = 1;

    // An attempt of a function of an earlier deployment, which may have had a longer timeout, can still be running:
    // wait at least this long.
    private static final Duration AT_LEAST = Duration.ofSeconds(LambdaQuotas.TIMEOUT_SECONDS_EVERYWHERE);

    private final Map<String, DeployedWorkflow> workflows = new LinkedHashMap<>();
    private Duration longest = AT_LEAST;
    private final List<ServedWorkflow> served = new ArrayList<>();

    private DeployedWorkflows() {}

    /**
     * Reads the manifest.
     *
     * @throws IllegalArgumentException if the text is not a manifest, has another version, or names a class that is not
     *     on the class path
     */
    public static DeployedWorkflows parse(String manifest) {
        JsonNode json;
        try {
            json = TaskJson.reader(JsonNode.class).readTree(manifest);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The manifest is not JSON.", e);
        }
        if (json.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException("The manifest has version " + json.path("version")
                    + ", but this package expects version " + VERSION
                    + ". Deploy the manifest and the functions of the same release.");
        }
        DeployedWorkflows all = new DeployedWorkflows();
        json.path("workflows").forEach(all::add);
        return all;
    }

    @Override
    public Duration longestTimeout() {
        return longest;
    }

    private void add(JsonNode json) {
        for (JsonNode function : json.path("functions")) {
            Duration timeout =
                    Duration.ofSeconds(function.path("timeoutSeconds").asLong());
            longest = timeout.compareTo(longest) > 0 ? timeout : longest;
        }
        String name = json.path("name").asText();
        InputType input = input(name, json.path("input"));
        workflows.put(
                name,
                new DeployedWorkflow(
                        name,
                        RunGraph.parse(json.path("graph")),
                        json.path("inlineBytes").asInt(),
                        input));
        served.add(new ServedWorkflow(
                name,
                input,
                json.path("input").path("schema"),
                json.path("output").path("schema"),
                answers(json.path("graph").path("nodes"))));
    }

    private static Map<String, JsonNode> answers(JsonNode nodes) {
        Map<String, JsonNode> schemas = new LinkedHashMap<>();
        for (JsonNode node : nodes) {
            if (node.path("answer").has("schema")) {
                schemas.put(node.path("id").asText(), node.path("answer").get("schema"));
            }
        }
        return schemas;
    }

    private static InputType input(String workflow, JsonNode json) {
        String type = json.path("java").asText();
        List<String> required = new ArrayList<>();
        json.path("required").forEach(field -> required.add(field.asText()));
        try {
            return InputType.of(type, required);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "The input of workflow `" + workflow + "` has the type `" + type
                            + "`, which is not in this package. Rebuild the functions' package with that class.",
                    e);
        }
    }

    @Override
    public Optional<DeployedWorkflow> find(String name) {
        return Optional.ofNullable(workflows.get(name));
    }

    /** Returns all workflows, in the order of the manifest. */
    public List<ServedWorkflow> served() {
        return List.copyOf(served);
    }
}
