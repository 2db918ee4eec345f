package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The result of a workflow.
 *
 * @param output its output; empty if it failed
 * @param failures every failure that can end the run, in the order of the definition and of the items, because which
 *     one happens first depends on timing; empty if the workflow succeeded
 * @param results the results of the actions that succeeded, in the order in which they ran here
 * @param tolerated the failed actions whose failures are values
 * @param unneeded the actions of {@code results} that need not run, because their fan-out ended early
 * @param labels the labels of the actions that ran here
 */
public record DirectResult(
        Optional<JsonNode> output,
        List<DirectFailure> failures,
        Map<ActionId, JsonNode> results,
        List<DirectFailure> tolerated,
        Set<ActionId> unneeded,
        Map<ActionId, ItemLabels> labels) {

    /** Copies the collections and keeps their order. */
    public DirectResult {
        failures = List.copyOf(failures);
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
        tolerated = List.copyOf(tolerated);
        unneeded = Set.copyOf(unneeded);
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    }

    /**
     * Returns whether the workflow returned this value. Numbers are compared by value: 1.10 equals 1.1, because state
     * machines do not preserve the zero.
     */
    public boolean returned(JsonNode expected) {
        return output.isPresent() && SameJson.is(output.orElseThrow(), expected);
    }

    /** Returns whether the workflow succeeded. */
    public boolean succeeded() {
        return output.isPresent();
    }
}
