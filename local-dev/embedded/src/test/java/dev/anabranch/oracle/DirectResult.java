package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a workflow comes to.
 *
 * @param output what it returned; empty where it failed
 * @param failures every action whose failure can be what ends the run, in the order of definition and of items: which of them comes
 *     first is a matter of time. Empty where the workflow returned
 * @param results what each action returned that did, in the order in which they ran here
 * @param tolerated the actions that failed where failures are data
 */
public record DirectResult(
        Optional<JsonNode> output,
        List<DirectFailure> failures,
        Map<ActionId, JsonNode> results,
        List<DirectFailure> tolerated) {

    /** Copies the collections and keeps their order. */
    public DirectResult {
        failures = List.copyOf(failures);
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        tolerated = List.copyOf(tolerated);
    }

    /** True when the workflow returned this. Numbers are compared by value: 1.10 is 1.1, since state machines do not keep the zero. */
    public boolean returned(JsonNode expected) {
        return output.isPresent() && SameJson.is(output.orElseThrow(), expected);
    }

    /** True when the workflow returned. */
    public boolean succeeded() {
        return output.isPresent();
    }
}
