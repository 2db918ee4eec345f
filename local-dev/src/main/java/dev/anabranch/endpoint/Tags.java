package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The tags of state machines. */
final class Tags {

    private final Engine engine;
    private final Map<String, Map<String, String>> byResource = new ConcurrentHashMap<>();

    Tags(Engine engine) {
        this.engine = engine;
    }

    void register(Map<String, Operation> operations) {
        operations.put("TagResource", this::tag);
        operations.put("UntagResource", this::untag);
        operations.put("ListTagsForResource", this::list);
    }

    void add(String arn, JsonNode tags) {
        byResource.compute(arn, (key, before) -> {
            Map<String, String> after = before == null ? new TreeMap<>() : new TreeMap<>(before);
            tags.forEach(
                    tag -> after.put(tag.path("key").asText(), tag.path("value").asText()));
            return after;
        });
    }

    void forget(String arn) {
        byResource.remove(arn);
    }

    private ObjectNode tag(Request request) {
        add(existing(request), request.node("tags"));
        return Json.object();
    }

    private ObjectNode untag(Request request) {
        byResource.computeIfPresent(existing(request), (key, before) -> {
            Map<String, String> after = new TreeMap<>(before);
            request.node("tagKeys").forEach(tag -> after.remove(tag.asText()));
            return after;
        });
        return Json.object();
    }

    private ObjectNode list(Request request) {
        ObjectNode answer = Json.object();
        ArrayNode tags = answer.putArray("tags");
        byResource
                .getOrDefault(existing(request), Map.of())
                .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        return answer;
    }

    private String existing(Request request) {
        String arn = request.required("resourceArn");
        boolean known = engine.listStateMachines().stream()
                .anyMatch(machine -> machine.arn().equals(arn));
        if (!known) {
            throw new ApiException("ResourceNotFound", "Resource not found: '" + arn + "'");
        }
        return arn;
    }
}
