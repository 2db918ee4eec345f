package dev.anabranch.cli.internal.location;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.console.internal.DefinedWorkflow;
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
 * A workflow of the class path, for the console.
 *
 * @param graph the traced graph, without the calls that the plan adds
 * @param definition its plan and state machine
 */
record ExplainedWorkflow(Graph graph, Definition definition) implements DefinedWorkflow {

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public String description() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        try {
            json.set("layout", JSON.readTree(Diagram.of(graph).json()));
            json.set("stateMachine", JSON.readTree(definition.translate().definition()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A layout and a state machine are JSON.", e);
        }
        return json.toString();
    }

    @Override
    public String explanation(long width, Map<String, Long> own) {
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
