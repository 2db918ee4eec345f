package dev.anabranch.runs.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.internal.codec.TaskJson;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RunGraphTest {

    /** A graph in memory whose constants are nodes of Java values. */
    private static ObjectNode graph(JsonNode constant) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode node = json.putArray("nodes")
                .addObject()
                .put("id", "add")
                .put("kind", "await")
                .put("in", "")
                .put("fingerprint", "f");
        ObjectNode part = node.putArray("input")
                .addObject()
                .put("part", "")
                .put("from", "previous")
                .put("node", "add");
        part.putArray("initial")
                .addObject()
                .put("part", "")
                .put("from", "constant")
                .put("node", "")
                .set("value", constant);
        node.putObject("answer").put("java", "long").set("prompt", constant);
        return json.put("output", "o");
    }

    @Test
    void storedGraphEqualsTheGraphOfTheDefinition() throws JsonProcessingException {
        JsonNode object = JsonNodeFactory.instance.objectNode().set("sum", LongNode.valueOf(0));
        for (JsonNode constant : List.of(
                LongNode.valueOf(0), IntNode.valueOf(1), DoubleNode.valueOf(1e10), FloatNode.valueOf(0.5f), object)) {
            RunGraph defined = RunGraph.parse(graph(constant));
            RunGraph stored = RunGraph.parse(TaskJson.tree().readTree(defined.toString()));

            assertThat(stored).isEqualTo(defined).hasSameHashCodeAs(defined);
        }
        assertThat(RunGraph.parse(graph(IntNode.valueOf(1)))).isNotEqualTo(RunGraph.parse(graph(IntNode.valueOf(2))));
    }
}
