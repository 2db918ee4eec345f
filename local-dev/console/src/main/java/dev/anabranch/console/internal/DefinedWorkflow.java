package dev.anabranch.console.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.explain.internal.diagram.Diagram;
import dev.anabranch.explain.internal.report.Explanation;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.workflow.internal.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A workflow whose class is on the class path of the console. Its definition may differ from the one that is deployed.
 *
 * @param graph the traced graph, without the calls that the plan adds
 * @param definition its plan and state machine
 */
public record DefinedWorkflow(Graph graph, Definition definition) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Returns the layout of the graph, as {@code layout}, and the state machine, as {@code stateMachine}. */
    String description() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        try {
            json.set("layout", JSON.readTree(Diagram.of(graph).json()));
            json.set("stateMachine", JSON.readTree(definition.translate().definition()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A layout and a state machine are JSON.", e);
        }
        return json.toString();
    }

    /**
     * Returns the explanation for a width, as {@code anabranch explain --json} prints it.
     *
     * @param width the width of the fan-outs that are not inside others
     * @param own the widths of single fan-outs, by id; unknown ids are ignored
     * @throws IllegalArgumentException if a width exceeds what the definition allows, or widths multiply to too many
     *     items; the message says which
     */
    String explanation(long width, Map<String, Long> own) {
        Map<String, Long> widths =
                new LinkedHashMap<>(Explanation.nestedWidths(definition.plan().graph()));
        own.forEach((fanOut, items) -> {
            if (definition.plan().graph().node(fanOut).isPresent()) {
                widths.put(fanOut, items);
            }
        });
        return Explanation.of(definition, List.of(width), widths, Assumptions.DEFAULT, PriceList.US_EAST_1)
                .json();
    }
}
