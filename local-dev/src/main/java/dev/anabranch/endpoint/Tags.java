package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import java.util.Map;
import java.util.TreeMap;

/** The tags of state machines. */
final class Tags {

    private static final int MOST = 50;

    private final Engine engine;
    private final KeptValues<Map<String, String>> byResource;

    Tags(Engine engine) {
        this.engine = engine;
        this.byResource = new KeptValues<>(engine.journal(), "tags/", Tags::written, Tags::read);
    }

    void register(Map<String, Operation> operations) {
        operations.put("TagResource", this::tag);
        operations.put("UntagResource", this::untag);
        operations.put("ListTagsForResource", this::list);
    }

    private static ObjectNode written(Map<String, String> tags) {
        ObjectNode json = Json.object();
        tags.forEach(json::put);
        return json;
    }

    private static Map<String, String> read(JsonNode json) {
        Map<String, String> tags = new TreeMap<>();
        json.properties().forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
        return tags;
    }

    private Map<String, String> of(String arn) {
        Map<String, String> tags = byResource.get(arn);
        return tags == null ? Map.of() : tags;
    }

    synchronized void add(String arn, JsonNode tags) {
        Map<String, String> after = new TreeMap<>(of(arn));
        tags.forEach(
                tag -> after.put(tag.path("key").asText(), tag.path("value").asText()));
        if (after.size() > MOST) {
            throw new ApiException("TooManyTags", "A resource has at most " + MOST + " tags: '" + arn + "'");
        }
        byResource.put(arn, after);
    }

    void forget(String arn) {
        byResource.remove(arn);
    }

    private ObjectNode tag(Request request) {
        add(existing(request), request.node("tags"));
        return Json.object();
    }

    private synchronized ObjectNode untag(Request request) {
        String arn = existing(request);
        Map<String, String> after = new TreeMap<>(of(arn));
        request.node("tagKeys").forEach(tag -> after.remove(tag.asText()));
        byResource.put(arn, after);
        return Json.object();
    }

    private ObjectNode list(Request request) {
        ObjectNode answer = Json.object();
        ArrayNode tags = answer.putArray("tags");
        of(existing(request))
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
