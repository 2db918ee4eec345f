package dev.anabranch.engine.history;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/**
 * One event of an execution.
 *
 * @param id counted from 1
 * @param previousEventId the id of the event that caused this one; 0 for the first
 */
public record HistoryEvent(long id, long previousEventId, Instant timestamp, EventType type, EventDetails details) {

    /** Returns the event in the format of {@code GetExecutionHistory}, with the timestamp in seconds. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("timestamp", timestamp.toEpochMilli() / 1000.0);
        json.put("type", type.text());
        json.put("id", id);
        json.put("previousEventId", previousEventId);
        String member = type.detailsMember();
        if (!member.isEmpty() && (!details.isEmpty() || type.alwaysHasDetails())) {
            json.set(member, details.toJson());
        }
        return json;
    }
}
