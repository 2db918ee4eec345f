package dev.anabranch.engine.internal.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks that no branch or iteration assigns a variable that an enclosing graph assigns. Children of a Distributed Map
 * are separate executions, so each starts a new scope. The Catchers of a state assign after its branches have ended, so
 * their variable names can be reused in the branches.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html">Variables and their
 *     scope</a>
 */
final class VariableScopes {

    private final Diagnostics diagnostics;

    VariableScopes(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void check(StateGraph graph) {
        check(graph, Set.of(), "");
    }

    private void check(StateGraph graph, Set<String> outer, String location) {
        Map<String, String> assigned = new LinkedHashMap<>();
        for (State state : graph.states().values()) {
            collect(state, location + "/States/" + state.name(), assigned);
        }
        assigned.forEach((variable, place) -> {
            if (outer.contains(variable)) {
                diagnostics.schema(
                        place,
                        "Variable '" + variable
                                + "' is assigned in an outer scope; a branch or an iteration must use another name");
            }
        });
        for (State state : graph.states().values()) {
            String place = location + "/States/" + state.name();
            if (state instanceof State.Parallel parallel) {
                Set<String> visible = visibleIn(state, graph, outer);
                for (int i = 0; i < parallel.branches().size(); i++) {
                    check(parallel.branches().get(i), visible, place + "/Branches[" + i + "]");
                }
            } else if (state instanceof State.Map map) {
                boolean inline = map.fields().distribution() == null;
                check(map.processor(), inline ? visibleIn(state, graph, outer) : Set.of(), place + "/ItemProcessor");
            }
        }
    }

    /** Returns the variables that the branches of a state must not assign. */
    private static Set<String> visibleIn(State around, StateGraph graph, Set<String> outer) {
        Map<String, String> assigned = new LinkedHashMap<>();
        for (State state : graph.states().values()) {
            if (state.name().equals(around.name())) {
                collect(state.header().flow().assign(), "", assigned);
            } else {
                collect(state, "", assigned);
            }
        }
        Set<String> visible = new HashSet<>(outer);
        visible.addAll(assigned.keySet());
        return visible;
    }

    private static void collect(State state, String place, Map<String, String> assigned) {
        collect(state.header().flow().assign(), place, assigned);
        state.errors().catchers().forEach(catcher -> collect(catcher.assign(), place + "/Catch", assigned));
        if (state instanceof State.Choice choice) {
            choice.rules().forEach(rule -> collect(rule.assign(), place + "/Choices", assigned));
        }
    }

    private static void collect(@Nullable JsonNode assign, String place, Map<String, String> assigned) {
        if (assign != null) {
            assign.fieldNames()
                    .forEachRemaining(name -> assigned.putIfAbsent(
                            name.endsWith(".$") ? name.substring(0, name.length() - 2) : name, place + "/Assign"));
        }
    }
}
