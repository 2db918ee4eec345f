package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.util.List;

/** A workflow that random workflows run: a call of the input, and a fan-out over two values. */
public final class GenericChild implements Workflow<JsonNode, JsonNode> {

    /** Creates the workflow. A workflow that runs it calls this. */
    public GenericChild() {}

    @Override
    public Value<JsonNode> define(Flow flow, Value<JsonNode> input) {
        Value<JsonNode> same = flow.call(GenericTasks.Same.class, input);
        Value<List<JsonNode>> two = flow.list(List.of(flow.value(TextNode.valueOf("other")), same));
        return RandomScope.json(flow.map(two, GenericTasks.Digest.class).collect());
    }
}
