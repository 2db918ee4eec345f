package dev.anabranch.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a function is sent: which action to run, on what, and how the answer may travel.
 *
 * @param run the run that the action belongs to
 * @param workflow the name of the workflow
 * @param node the name of the node
 * @param path the indexes of the action, outermost fan-out first; empty outside any fan-out
 * @param entered when the state machine entered the state; with {@code retry} it orders attempts, also over redrives and restarts
 * @param retry how often the state machine has retried since then, from 0
 * @param input the input of the task
 * @param reply how the answer may travel
 */
public record Invocation(
        RunRef run,
        String workflow,
        String node,
        List<Long> path,
        Instant entered,
        int retry,
        Wire input,
        Reply reply) {

    /** The version of this format; a function refuses others. */
    public static final int VERSION = 1;

    /** Copies the path. */
    public Invocation {
        path = List.copyOf(path);
    }

    /**
     * Reads the JSON form.
     *
     * @throws MalformedInvocation when a field is missing or wrong; the message names it
     */
    public static Invocation parse(JsonNode json) {
        if (json.path("anabranch").asInt() != VERSION) {
            throw new MalformedInvocation("`anabranch` must be " + VERSION + ", the version of this function, but is "
                    + json.path("anabranch") + ". Deploy the state machine and the functions together.");
        }
        return new Invocation(
                RunRef.parse(json.path("run")),
                WireJson.text(json, "workflow"),
                WireJson.text(json, "node"),
                path(json.path("path")),
                instant(json),
                (int) WireJson.number(json, "retry"),
                Wire.parse(json.path("input")),
                Reply.parse(json.path("reply")));
    }

    /** The JSON form. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("anabranch", VERSION);
        json.set("run", run.toJson());
        json.put("workflow", workflow);
        json.put("node", node);
        path.forEach(json.putArray("path")::add);
        json.put("entered", entered.toString());
        json.put("retry", retry);
        json.set("input", input.toJson());
        json.set("reply", reply.toJson());
        return json;
    }

    /** Orders the attempts of an action: a later entry of the state, then a later retry, is greater. */
    public long attemptOrder() {
        return entered.toEpochMilli() * 1_000 + Math.min(retry, 999);
    }

    static List<Long> path(JsonNode json) {
        if (!json.isArray()) {
            throw new MalformedInvocation("`path` must be an array of indexes.");
        }
        List<Long> path = new ArrayList<>(json.size());
        for (JsonNode index : json) {
            if (!index.isIntegralNumber() || index.longValue() < 0) {
                throw new MalformedInvocation("`path` must hold whole numbers from 0, but has " + index + ".");
            }
            path.add(index.longValue());
        }
        return path;
    }

    private static Instant instant(JsonNode json) {
        String text = WireJson.text(json, "entered");
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new MalformedInvocation(
                    "`entered` must be a time such as 2026-01-01T00:00:00Z, but is " + text + ".");
        }
    }
}
