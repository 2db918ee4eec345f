package dev.anabranch.engine.internal.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks that every transition of a graph has a target in the same graph, and that the graph has an end. */
final class Transitions {

    private final DefinitionFields graphFields;
    private final Diagnostics diagnostics;

    Transitions(DefinitionFields graphFields, Diagnostics diagnostics) {
        this.graphFields = graphFields;
        this.diagnostics = diagnostics;
    }

    void check(StateGraph graph) {
        if (!graph.startAt().isEmpty() && !graph.states().containsKey(graph.startAt())) {
            missing(graphFields.at("StartAt"), "StartAt", graph.startAt());
        }
        for (State state : graph.states().values()) {
            String location = graphFields.at("States/" + state.name());
            for (Target target : targets(state)) {
                if (!target.state().isEmpty() && !graph.states().containsKey(target.state())) {
                    missing(location + "/" + target.field(), target.field(), target.state());
                }
            }
        }
        refuseUnreachable(graph);
        if (!graph.states().isEmpty() && graph.states().values().stream().noneMatch(Transitions::ends)) {
            diagnostics.error(
                    "MISSING_END_STATE",
                    graphFields.location() + "/States",
                    "The graph has no end: set '\"End\": true' in a state, or add a Succeed or Fail state");
        }
    }

    /**
     * Reports states that are not reachable from {@code StartAt}. Without a valid {@code StartAt}, AWS reports only the
     * missing start.
     */
    private void refuseUnreachable(StateGraph graph) {
        if (!graph.states().containsKey(graph.startAt())) {
            return;
        }
        Set<String> reached = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(graph.startAt()));
        while (!next.isEmpty()) {
            State state = graph.states().get(next.remove());
            if (state != null && reached.add(state.name())) {
                targets(state).forEach(target -> next.add(target.state()));
            }
        }
        for (String name : graph.states().keySet()) {
            if (!reached.contains(name)) {
                diagnostics.error(
                        "MISSING_TRANSITION_TARGET",
                        graphFields.at("States/" + name),
                        "State \"" + name + "\" is not reachable.");
            }
        }
    }

    private void missing(String location, String field, String target) {
        diagnostics.error("MISSING_TRANSITION_TARGET", location, "Missing '" + field + "' target: " + target);
    }

    private static boolean ends(State state) {
        if (state instanceof State.Choice) {
            return false;
        }
        return state.header().next() == null;
    }

    private static List<Target> targets(State state) {
        List<Target> targets = new ArrayList<>();
        add(targets, "Next", state.header().next());
        if (state instanceof State.Choice choice) {
            add(targets, "Default", choice.otherwise());
            for (int i = 0; i < choice.rules().size(); i++) {
                add(targets, "Choices[" + i + "]/Next", choice.rules().get(i).next());
            }
        }
        for (int i = 0; i < state.errors().catchers().size(); i++) {
            add(
                    targets,
                    "Catch[" + i + "]/Next",
                    state.errors().catchers().get(i).next());
        }
        return targets;
    }

    private static void add(List<Target> targets, String field, @Nullable String state) {
        if (state != null) {
            targets.add(new Target(field, state));
        }
    }

    private record Target(String field, String state) {}
}
