package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The payload of an invocation: the action to run, its input, and how the answer may be returned.
 *
 * @param run the run of the action
 * @param workflow the name of the workflow
 * @param node the name of the node
 * @param path the indexes of the action, outermost fan-out first; empty outside any fan-out
 * @param entered when the state machine entered the state; orders attempts together with {@code retry}, also across
 *     redrives and restarts
 * @param retry the number of retries since then, from 0
 * @param timeoutSeconds the timeout of this attempt in seconds
 * @param input the input of the task
 * @param reply how the answer may be returned
 * @param caching the cache settings; empty if the result is not cached
 * @param policies the retry policies of the call; empty if all errors of the task are retried alike
 * @param labels the labels of the items around the action
 * @param callback how the state machine waits for the end of work that the task starts elsewhere; empty if the result of
 *     the task is that of the action
 */
public record Invocation(
        RunRef run,
        String workflow,
        String node,
        List<Long> path,
        Instant entered,
        int retry,
        int timeoutSeconds,
        Wire input,
        Reply reply,
        Optional<CacheSettings> caching,
        List<RetryMatcher> policies,
        ItemLabels labels,
        Optional<CallbackToken> callback) {

    /** The version of this format. A function refuses other versions. */
    public static final int VERSION = 1;

    private static final int INDEX_DIGITS = 12;

    /** Creates an invocation without caching. */
    public Invocation(
            RunRef run,
            String workflow,
            String node,
            List<Long> path,
            Instant entered,
            int retry,
            int timeoutSeconds,
            Wire input,
            Reply reply) {
        this(run, workflow, node, path, entered, retry, timeoutSeconds, input, reply, Optional.empty());
    }

    /** Creates an invocation whose errors are all retried alike. */
    public Invocation(
            RunRef run,
            String workflow,
            String node,
            List<Long> path,
            Instant entered,
            int retry,
            int timeoutSeconds,
            Wire input,
            Reply reply,
            Optional<CacheSettings> caching) {
        this(run, workflow, node, path, entered, retry, timeoutSeconds, input, reply, caching, List.of());
    }

    /** Creates an invocation whose result is that of its task. */
    public Invocation(
            RunRef run,
            String workflow,
            String node,
            List<Long> path,
            Instant entered,
            int retry,
            int timeoutSeconds,
            Wire input,
            Reply reply,
            Optional<CacheSettings> caching,
            List<RetryMatcher> policies) {
        this(
                run,
                workflow,
                node,
                path,
                entered,
                retry,
                timeoutSeconds,
                input,
                reply,
                caching,
                policies,
                ItemLabels.NONE,
                Optional.empty());
    }

    /** Copies the lists. */
    public Invocation {
        path = List.copyOf(path);
        policies = List.copyOf(policies);
    }

    /**
     * Reads the JSON form.
     *
     * @throws MalformedInvocation if a field is missing or invalid; the message names it
     */
    public static Invocation parse(JsonNode json) {
        return parse(json, Wire.parse(json.path("input")));
    }

    static Invocation parse(JsonNode json, Wire input) {
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
                (int) WireJson.number(json, "timeout"),
                input,
                Reply.parse(json.path("reply")),
                json.has("cache") ? Optional.of(CacheSettings.parse(json.get("cache"))) : Optional.empty(),
                json.has("policies") ? RetryMatcher.parse(json.get("policies")) : List.of(),
                json.has("labels") ? ItemLabels.parse(WireJson.text(json, "labels")) : ItemLabels.NONE,
                json.has("callback") ? Optional.of(CallbackToken.parse(json.get("callback"))) : Optional.empty());
    }

    /**
     * Returns the invocation for one item of the fan-out, from the invocation for the enclosing item.
     *
     * @param itemLabels the labels of the item and of the enclosing items
     */
    Invocation item(long index, Wire itemInput, ItemLabels itemLabels) {
        List<Long> itemPath = new ArrayList<>(path);
        itemPath.add(index);
        return new Invocation(
                run,
                workflow,
                node,
                itemPath,
                entered,
                retry,
                timeoutSeconds,
                itemInput,
                reply,
                caching,
                policies,
                itemLabels,
                callback);
    }

    /** Returns the JSON form. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("anabranch", VERSION);
        json.set("run", run.toJson());
        json.put("workflow", workflow);
        json.put("node", node);
        json.put("path", joined(path));
        json.put("entered", entered.toString());
        json.put("retry", retry);
        json.put("timeout", timeoutSeconds);
        json.set("input", input.toJson());
        json.set("reply", reply.toJson());
        caching.ifPresent(asked -> json.set("cache", asked.toJson()));
        if (!policies.isEmpty()) {
            ArrayNode array = json.putArray("policies");
            policies.forEach(policy -> array.add(policy.toJson()));
        }
        if (!labels.isEmpty()) {
            json.put("labels", labels.text());
        }
        callback.ifPresent(waits -> waits.writeTo(json.putObject("callback")));
        return json;
    }

    /**
     * Returns a number that increases with each attempt at an action: with each entry of the state, then with each
     * retry.
     */
    public long attemptOrder() {
        return entered.toEpochMilli() * 1_000 + Math.min(retry, 999);
    }

    /** Returns the JSON form of a path: the indexes joined by dots, such as {@code 3.17}; empty outside any fan-out. */
    public static String joined(List<Long> path) {
        if (path.size() == 1) {
            return path.get(0).toString();
        }
        StringBuilder joined = new StringBuilder();
        for (Long index : path) {
            joined.append(joined.isEmpty() ? "" : ".").append(index);
        }
        return joined.toString();
    }

    static List<Long> path(JsonNode json) {
        String text = json.textValue();
        if (text == null) {
            throw noPath(json);
        }
        if (text.isEmpty()) {
            return List.of();
        }
        List<Long> path = new ArrayList<>(2);
        for (int from = 0; from <= text.length(); ) {
            int dot = text.indexOf('.', from);
            int to = dot < 0 ? text.length() : dot;
            path.add(index(json, text, from, to));
            from = to + 1;
        }
        return path;
    }

    private static long index(JsonNode json, String text, int from, int to) {
        long index = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw noPath(json);
            }
            index = index * 10 + digit;
        }
        if (to == from || to - from > INDEX_DIGITS) {
            throw noPath(json);
        }
        return index;
    }

    private static MalformedInvocation noPath(JsonNode json) {
        return new MalformedInvocation("`path` must be indexes joined by dots such as `3.17`, but is " + json + ".");
    }

    private static Instant instant(JsonNode json) {
        String text = WireJson.text(json, "entered");
        try {
            return TimestampParser.parse(text);
        } catch (DateTimeParseException e) {
            throw new MalformedInvocation(
                    "`entered` must be a time such as 2026-01-01T00:00:00Z, but is " + text + ".");
        }
    }
}
