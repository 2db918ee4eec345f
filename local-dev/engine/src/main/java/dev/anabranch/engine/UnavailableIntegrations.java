package dev.anabranch.engine;

import dev.anabranch.engine.definition.Diagnostic;
import dev.anabranch.engine.internal.definition.Resource;
import dev.anabranch.engine.internal.definition.State;
import dev.anabranch.engine.internal.definition.StateGraph;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds Task states whose integration is not registered. Each one is a warning, because the definition is valid and
 * only an execution that reaches the state fails.
 */
final class UnavailableIntegrations {

    private final ExecutionPorts ports;
    private final List<Diagnostic> found = new ArrayList<>();

    private UnavailableIntegrations(ExecutionPorts ports) {
        this.ports = ports;
    }

    static List<Diagnostic> in(StateGraph graph, ExecutionPorts ports) {
        UnavailableIntegrations search = new UnavailableIntegrations(ports);
        search.visit(graph, "");
        return search.found;
    }

    private void visit(StateGraph graph, String location) {
        for (State state : graph.states().values()) {
            String place = location + "/States/" + state.name();
            if (state instanceof State.Task task) {
                visit(task.resource(), place);
            } else if (state instanceof State.Parallel parallel) {
                for (int i = 0; i < parallel.branches().size(); i++) {
                    visit(parallel.branches().get(i), place + "/Branches[" + i + "]");
                }
            } else if (state instanceof State.Map map) {
                visit(map.processor(), place + "/ItemProcessor");
            }
        }
    }

    private void visit(Resource resource, String place) {
        boolean available = resource.kind() == Resource.Kind.FUNCTION
                ? ports.functions() != null
                : ports.integrations().find(resource.registeredName()) != null;
        if (!available) {
            found.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    "INTEGRATION_NOT_AVAILABLE",
                    ports.integrations().refusal(resource.registeredName()),
                    place + "/Resource"));
        }
    }
}
