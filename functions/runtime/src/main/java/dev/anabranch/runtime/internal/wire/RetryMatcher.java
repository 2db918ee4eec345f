package dev.anabranch.runtime.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the retry policies of a call: the errors that it applies to. The function decides which policy applies,
 * because a state machine compares names only and does not know the superclasses of an exception.
 *
 * @param retries the maximum number of retries of the policy
 * @param errors the names of the errors that it applies to; empty for all
 * @param exceptions the names of the errors that it does not apply to
 */
public record RetryMatcher(int retries, List<String> errors, List<String> exceptions) {

    /** The maximum number of policies of a call. Each has its own error name in state machines. */
    public static final int MOST = 4;

    /** Copies the lists. */
    public RetryMatcher {
        errors = List.copyOf(errors);
        exceptions = List.copyOf(exceptions);
    }

    static List<RetryMatcher> parse(JsonNode json) {
        List<RetryMatcher> matchers = new ArrayList<>();
        for (JsonNode matcher : json) {
            matchers.add(new RetryMatcher(
                    (int) WireJson.number(matcher, "retries"),
                    names(matcher.path("on")),
                    names(matcher.path("except"))));
        }
        if (matchers.size() > MOST) {
            throw new MalformedInvocation("`policies` must have at most " + MOST + " elements.");
        }
        return matchers;
    }

    private static List<String> names(JsonNode json) {
        List<String> names = new ArrayList<>();
        json.forEach(name -> names.add(name.asText()));
        return names;
    }

    /** Returns the JSON form. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("retries", retries);
        if (!errors.isEmpty()) {
            json.set("on", array(errors));
        }
        if (!exceptions.isEmpty()) {
            json.set("except", array(exceptions));
        }
        return json;
    }

    private static ArrayNode array(List<String> names) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        names.forEach(array::add);
        return array;
    }

    /**
     * Returns the index of the first policy that applies to an exception; -1 if none does.
     *
     * @param names the names of the exception's class, its superclasses and interfaces
     */
    public static int first(List<RetryMatcher> matchers, List<String> names) {
        for (int i = 0; i < matchers.size(); i++) {
            if (matchers.get(i).appliesTo(names)) {
                return i;
            }
        }
        return -1;
    }

    private boolean appliesTo(List<String> names) {
        return (errors.isEmpty() || names.stream().anyMatch(errors::contains))
                && names.stream().noneMatch(exceptions::contains);
    }
}
