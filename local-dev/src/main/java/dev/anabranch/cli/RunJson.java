package dev.anabranch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.billing.Bill;
import dev.anabranch.embedded.Run;
import dev.anabranch.run.RunError;
import java.time.Duration;

/** What {@code run --json} prints. */
final class RunJson {

    private RunJson() {}

    /** One line. */
    static String of(String workflow, Run run, Duration took, Bill bill) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("runId", run.id());
        json.put("workflow", workflow);
        json.put("status", run.status());
        json.set("output", run.output().orElse(NullNode.instance));
        json.set("error", run.failure().<JsonNode>map(RunJson::error).orElse(NullNode.instance));
        json.putObject("actions")
                .put("total", run.actions().total())
                .put("succeeded", run.actions().succeeded())
                .put("failed", run.actions().failed())
                .put("cached", run.actions().cached());
        json.put("millis", took.toMillis());
        json.set("bill", BillText.json(bill));
        return json.toString();
    }

    private static ObjectNode error(RunError failure) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("node", failure.node())
                .put("action", failure.action())
                .put("name", failure.name())
                .put("message", failure.message());
    }

    /** JSON for people. */
    static String pretty(JsonNode json) {
        return json.toPrettyString();
    }
}
