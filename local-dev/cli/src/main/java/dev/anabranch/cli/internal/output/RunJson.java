package dev.anabranch.cli.internal.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.client.internal.ClientRun;
import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.record.ActionCounts;
import java.time.Duration;
import java.util.Optional;

/** The JSON that {@code run --json} prints. */
public final class RunJson {

    private RunJson() {}

    /** Returns a run of this process as one line. */
    public static String of(String workflow, EmbeddedRun run, Duration took, Bill bill) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("runId", run.id());
        json.put("workflow", workflow);
        json.put("status", run.status());
        json.set("output", run.output().orElse(NullNode.instance));
        json.set("error", run.failure().<JsonNode>map(RecordJson::of).orElse(NullNode.instance));
        json.putObject("actions")
                .put("total", run.actions().total())
                .put("succeeded", run.actions().succeeded())
                .put("failed", run.actions().failed())
                .put("cached", run.actions().cached())
                .put("aborted", run.actions().aborted());
        json.put("millis", took.toMillis());
        json.set("bill", BillText.json(bill));
        return json.toString();
    }

    /** Returns a run of a deployment as one line, without a bill. */
    public static String of(ClientRun run, Optional<JsonNode> output, Optional<ActionCounts> actions, Duration took) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("runId", run.id());
        json.put("workflow", run.workflow());
        json.put("status", run.status().name());
        json.set("output", output.orElse(NullNode.instance));
        json.set("error", run.error().<JsonNode>map(RecordJson::of).orElse(NullNode.instance));
        json.set("actions", actions.<JsonNode>map(RecordJson::of).orElse(NullNode.instance));
        json.put("millis", took.toMillis());
        return json.toString();
    }

    /** Returns JSON with line breaks and indentation. */
    public static String pretty(JsonNode json) {
        return json.toPrettyString();
    }
}
