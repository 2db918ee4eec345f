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
import dev.anabranch.explain.internal.report.RunCosts;
import dev.anabranch.explain.internal.report.RunCosts.NodeUse;
import dev.anabranch.explain.internal.report.RunCosts.RunCost;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.workflow.internal.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A workflow of the class path, for the console.
 *
 * @param graph the traced graph, without the calls that the plan adds
 * @param definition its plan and state machine
 * @param costs the estimates of the costs of its runs
 */
record ExplainedWorkflow(Graph graph, Definition definition, RunCosts costs) implements DefinedWorkflow {

    private static final JsonMapper JSON = new JsonMapper();

    ExplainedWorkflow(Graph graph, Definition definition) {
        this(graph, definition, new RunCosts(definition));
    }

    @Override
    public RunCost cost(RunTally tally) {
        Map<String, NodeUse> uses = new LinkedHashMap<>();
        tally.nodes()
                .forEach(node -> uses.put(
                        node.node(),
                        new NodeUse(node.expected(), node.started(), node.succeeded() + node.cached(), node.millis())));
        return costs.of(uses, tally.open());
    }

    @Override
    public String description() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        try {
            json.set("stateMachine", JSON.readTree(definition.translate().definition()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A state machine is JSON.", e);
        }
        return json.toString();
    }

    @Override
    public String layout(Set<String> folded) {
        return Diagram.of(graph).folded(folded).json();
    }

    @Override
    public String explanation(long width, Map<String, Long> own) {
        Map<String, Long> widths =
                new LinkedHashMap<>(Explanation.nestedWidths(definition.plan().graph()));
        widths.putAll(own);
        return Explanation.of(definition, List.of(width), widths, Assumptions.DEFAULT, PriceList.US_EAST_1)
                .json();
    }
}
