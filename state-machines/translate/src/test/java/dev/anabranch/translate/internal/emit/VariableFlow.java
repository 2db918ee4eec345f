package dev.anabranch.translate.internal.emit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Follows the transitions of a machine, branch or processor, and computes the reachable states and their assigned
 * variables.
 */
final class VariableFlow {

    private final JsonNode machine;
    private final BiConsumer<String, String> complaints;
    private final Map<String, Set<String>> atEntry = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();

    private VariableFlow(JsonNode machine, BiConsumer<String, String> complaints) {
        this.machine = machine;
        this.complaints = complaints;
    }

    /**
     * Returns for each reachable state the variables that are assigned in any case when it is entered.
     *
     * @param known the variables that are assigned when the machine starts
     * @param complaints receives transitions to states that do not exist
     */
    static Map<String, Set<String>> of(JsonNode machine, Set<String> known, BiConsumer<String, String> complaints) {
        VariableFlow flow = new VariableFlow(machine, complaints);
        flow.reach(machine.path("StartAt").asText(), known);
        while (!flow.open.isEmpty()) {
            flow.leave(flow.open.pop());
        }
        return flow.atEntry;
    }

    /** Returns the names of the fields of an object. */
    static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void leave(String name) {
        JsonNode state = machine.path("States").path(name);
        Set<String> before = Set.copyOf(atEntry.getOrDefault(name, Set.of()));
        for (String field : List.of("Next", "Default")) {
            if (state.has(field)) {
                reach(state.get(field).asText(), with(before, state));
            }
        }
        for (String field : List.of("Choices", "Catch")) {
            state.path(field).forEach(branch -> reach(branch.path("Next").asText(), with(before, branch)));
        }
    }

    private static Set<String> with(Set<String> before, JsonNode assigning) {
        Set<String> after = new HashSet<>(before);
        after.addAll(names(assigning.path("Assign")));
        return after;
    }

    private void reach(String state, Set<String> with) {
        if (!machine.path("States").has(state)) {
            complaints.accept(state, "does not exist, but is the target of a transition");
            return;
        }
        Set<String> before = atEntry.get(state);
        Set<String> now = new HashSet<>(with);
        if (before != null) {
            now.retainAll(before);
        }
        if (!now.equals(before)) {
            atEntry.put(state, now);
            open.push(state);
        }
    }
}
