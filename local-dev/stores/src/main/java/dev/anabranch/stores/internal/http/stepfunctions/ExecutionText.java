package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.stores.internal.http.json.ProtocolJson;

/** Writes executions in the API's JSON format. */
final class ExecutionText {

    private ExecutionText() {}

    /** Returns the members that all descriptions of an execution have. */
    static ObjectNode of(ExecutionSnapshot execution) {
        ObjectNode json = entry(execution);
        json.put("input", execution.spec().textOf(execution.spec().input()));
        json.putObject("inputDetails").put("included", true);
        if (execution.output() != null) {
            json.put("output", execution.spec().textOf(execution.output()));
            json.putObject("outputDetails").put("included", true);
        }
        if (execution.error() != null) {
            json.put("error", execution.error());
        }
        if (execution.cause() != null) {
            json.put("cause", execution.cause());
        }
        return json;
    }

    /** Returns the entry of an execution in a list. */
    static ObjectNode entry(ExecutionSnapshot execution) {
        ObjectNode json = ProtocolJson.object();
        json.put("executionArn", execution.spec().arn());
        json.put("stateMachineArn", execution.spec().stateMachineArn());
        json.put("name", execution.spec().name());
        json.put("status", execution.status().name());
        json.put("startDate", ProtocolJson.seconds(execution.startDate()));
        if (execution.stopDate() != null) {
            json.put("stopDate", ProtocolJson.seconds(execution.stopDate()));
        }
        if (execution.spec().mapRunArn() != null) {
            json.put("mapRunArn", execution.spec().mapRunArn());
        }
        if (execution.redriveCount() > 0 && execution.redriveDate() != null) {
            json.put("redriveDate", ProtocolJson.seconds(execution.redriveDate()));
        }
        return json.put("redriveCount", execution.redriveCount());
    }

    /** Adds the redrive status to the description of a Standard execution. */
    static void redrive(ObjectNode json, ExecutionSnapshot execution) {
        if (execution.spec().mapRunArn() != null) {
            json.put("redriveStatus", "REDRIVABLE_BY_MAP_RUN");
        } else if (execution.status() == ExecutionStatus.RUNNING || execution.status() == ExecutionStatus.SUCCEEDED) {
            json.put("redriveStatus", "NOT_REDRIVABLE");
            json.put("redriveStatusReason", "Execution is " + execution.status() + " and cannot be redriven");
        } else {
            json.put("redriveStatus", "REDRIVABLE");
        }
    }
}
