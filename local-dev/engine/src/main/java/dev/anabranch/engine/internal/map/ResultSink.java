package dev.anabranch.engine.internal.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.internal.definition.MapFields;
import dev.anabranch.engine.internal.value.Timestamps;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the results of a Map Run's children for the result of the state, in the order of the items, or for result
 * files.
 */
public final class ResultSink {

    private final MapFields.@Nullable Writer writer;
    private final List<@Nullable JsonNode> outputs = new ArrayList<>();
    private final @Nullable ResultFiles files;

    public ResultSink(MapFields.@Nullable Writer writer) {
        this.writer = writer;
        this.files = writer == null || writer.resource() == null
                ? null
                : new ResultFiles(writer.jsonLines(), "FLATTEN".equals(writer.transformation()));
    }

    /** Returns the files, or null if the results go into the result of the state. */
    @Nullable
    public ResultFiles files() {
        return files;
    }

    public void succeeded(int child, ExecutionSnapshot ended) {
        JsonNode output = ended.output() == null ? JsonNodeFactory.instance.nullNode() : ended.output();
        JsonNode result = withMetadata() ? record(ended) : output;
        if (files != null) {
            files.add(ResultFiles.Kind.SUCCEEDED, result);
            return;
        }
        while (outputs.size() <= child) {
            outputs.add(null);
        }
        outputs.set(child, result);
    }

    private boolean withMetadata() {
        if (writer == null) {
            return false;
        }
        String transformation = writer.transformation();
        return transformation == null ? writer.resource() != null : transformation.equals("NONE");
    }

    public void failed(ExecutionSnapshot ended) {
        if (files != null) {
            files.add(ResultFiles.Kind.FAILED, record(ended));
        }
    }

    public void pending(JsonNode input) {
        if (files != null) {
            ObjectNode pending = JsonNodeFactory.instance.objectNode();
            pending.put("Input", input.toString());
            pending.putObject("InputDetails").put("Included", true);
            pending.put("Status", "PENDING");
            files.add(ResultFiles.Kind.PENDING, pending);
        }
    }

    /** Removes the records of failed and pending children, which a redrive writes again. */
    public void forgetUnsuccessful() {
        if (files != null) {
            files.forget(ResultFiles.Kind.FAILED);
            files.forget(ResultFiles.Kind.PENDING);
        }
    }

    public ArrayNode outputs() {
        ArrayNode results = JsonNodeFactory.instance.arrayNode();
        boolean flatten = writer != null && "FLATTEN".equals(writer.transformation());
        for (JsonNode output : outputs) {
            if (output != null && flatten && output.isArray()) {
                output.forEach(results::add);
            } else if (output != null) {
                results.add(output);
            }
        }
        return results;
    }

    private static ObjectNode record(ExecutionSnapshot ended) {
        ExecutionSpec spec = ended.spec();
        ObjectNode record = JsonNodeFactory.instance.objectNode();
        record.put("ExecutionArn", spec.arn());
        record.put("Input", spec.input().toString());
        record.putObject("InputDetails").put("Included", true);
        record.put("Name", spec.name());
        if (ended.output() != null) {
            record.put("Output", ended.output().toString());
            record.putObject("OutputDetails").put("Included", true);
        }
        if (ended.error() != null) {
            record.put("Error", ended.error());
        }
        if (ended.cause() != null) {
            record.put("Cause", ended.cause());
        }
        record.put("RedriveCount", ended.redriveCount());
        boolean succeeded = ended.status() == ExecutionStatus.SUCCEEDED;
        record.put("RedriveStatus", succeeded ? "NOT_REDRIVABLE" : "REDRIVABLE_BY_MAP_RUN");
        if (succeeded) {
            record.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
        }
        record.put("StartDate", Timestamps.text(ended.startDate()));
        record.put("StateMachineArn", spec.stateMachineArn());
        record.put("Status", ended.status().name());
        if (ended.stopDate() != null) {
            record.put("StopDate", Timestamps.text(ended.stopDate()));
        }
        return record;
    }
}
