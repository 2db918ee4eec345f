package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonOperation;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.Map;
import java.util.TreeMap;

/** Stores the tags of state machines and implements the operations on them. */
final class StateMachineTags {

    private static final int MOST = 50;

    private final Engine engine;
    private final JournaledValues<Map<String, String>> byResource;

    StateMachineTags(Engine engine) {
        this.engine = engine;
        this.byResource =
                new JournaledValues<>(engine.journal(), "tags/", StateMachineTags::written, StateMachineTags::read);
    }

    void register(Map<String, JsonOperation> operations) {
        operations.put("TagResource", this::tag);
        operations.put("UntagResource", this::untag);
        operations.put("ListTagsForResource", this::list);
    }

    private static ObjectNode written(Map<String, String> tags) {
        ObjectNode json = ProtocolJson.object();
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

    private ObjectNode tag(JsonRequest request) {
        add(existing(request), request.node("tags"));
        return ProtocolJson.object();
    }

    private synchronized ObjectNode untag(JsonRequest request) {
        String arn = existing(request);
        Map<String, String> after = new TreeMap<>(of(arn));
        request.node("tagKeys").forEach(tag -> after.remove(tag.asText()));
        byResource.put(arn, after);
        return ProtocolJson.object();
    }

    private ObjectNode list(JsonRequest request) {
        ObjectNode answer = ProtocolJson.object();
        ArrayNode tags = answer.putArray("tags");
        of(existing(request))
                .forEach((key, value) -> tags.addObject().put("key", key).put("value", value));
        return answer;
    }

    private String existing(JsonRequest request) {
        String arn = request.arn("resourceArn");
        boolean known = engine.listStateMachines().stream()
                .anyMatch(machine -> machine.arn().equals(arn));
        if (!known) {
            throw new ApiException("ResourceNotFound", "Resource not found: '" + arn + "'");
        }
        return arn;
    }
}
