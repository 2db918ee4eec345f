package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.stores.internal.http.json.JsonOperation;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.util.Map;

/** Implements the operations on Map Runs. */
final class MapRunOperations {

    private final Engine engine;

    MapRunOperations(Engine engine) {
        this.engine = engine;
    }

    void register(Map<String, JsonOperation> operations) {
        operations.put("DescribeMapRun", request -> shown(engine.describeMapRun(request.arnOf("mapRunArn", "mapRun"))));
        operations.put("ListMapRuns", this::list);
        operations.put("UpdateMapRun", this::update);
    }

    private ObjectNode list(JsonRequest request) {
        String executionArn = request.arnOf("executionArn", "execution");
        String machineArn = engine.describeExecution(executionArn).spec().stateMachineArn();
        return ListPages.page(ProtocolJson.object(), "mapRuns", request, engine.listMapRuns(executionArn), run -> {
            ObjectNode entry = ProtocolJson.object().put("executionArn", run.executionArn());
            entry.put("mapRunArn", run.arn());
            entry.put("stateMachineArn", machineArn);
            return dates(entry, run);
        });
    }

    private ObjectNode update(JsonRequest request) {
        engine.updateMapRun(
                        request.arnOf("mapRunArn", "mapRun"),
                        request.whole("maxConcurrency"),
                        request.whole("toleratedFailureCount"),
                        request.decimal("toleratedFailurePercentage"))
                .join();
        return ProtocolJson.object();
    }

    private static ObjectNode shown(MapRunSnapshot run) {
        ObjectNode json = ProtocolJson.object().put("mapRunArn", run.arn());
        json.put("executionArn", run.executionArn());
        json.put("status", run.status().name());
        dates(json, run);
        json.put("maxConcurrency", run.maxConcurrency());
        json.put("toleratedFailurePercentage", run.toleratedFailurePercentage());
        json.put("toleratedFailureCount", run.toleratedFailureCount());
        json.set("itemCounts", counts(run.items()));
        json.set("executionCounts", counts(run.executions()));
        json.put("redriveCount", run.redriveCount());
        if (run.redriveDate() != null) {
            json.put("redriveDate", ProtocolJson.seconds(run.redriveDate()));
        }
        return json;
    }

    private static ObjectNode dates(ObjectNode json, MapRunSnapshot run) {
        json.put("startDate", ProtocolJson.seconds(run.startDate()));
        if (run.stopDate() != null) {
            json.put("stopDate", ProtocolJson.seconds(run.stopDate()));
        }
        return json;
    }

    private static ObjectNode counts(MapRunSnapshot.Counts counts) {
        return ProtocolJson.object()
                .put("pending", counts.pending())
                .put("running", counts.running())
                .put("succeeded", counts.succeeded())
                .put("failed", counts.failed())
                .put("timedOut", counts.timedOut())
                .put("aborted", counts.aborted())
                .put("total", counts.total())
                .put("resultsWritten", counts.resultsWritten());
    }
}
