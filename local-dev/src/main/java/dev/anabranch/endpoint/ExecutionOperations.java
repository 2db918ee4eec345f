package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachine;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.history.HistoryEvent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Starting, describing, listing, stopping and redriving executions, their histories, and the tasks that wait for a token. */
final class ExecutionOperations {

    private static final String EXPRESS = ":express:";

    private final Engine engine;
    private final Versions versions;
    private final InstantSource clock;

    /** The version or alias that an execution was started through, where it was. */
    private final KeptValues<String> qualifiers;

    ExecutionOperations(Engine engine, Versions versions, InstantSource clock) {
        this.engine = engine;
        this.versions = versions;
        this.clock = clock;
        this.qualifiers = new KeptValues<>(
                engine.journal(), "qualifier/", arn -> Json.object().put("arn", arn), json -> json.path("arn")
                        .asText());
    }

    void register(Map<String, Operation> operations) {
        operations.put("StartExecution", this::start);
        operations.put("StartSyncExecution", this::startSync);
        operations.put("DescribeExecution", this::describe);
        operations.put("ListExecutions", this::list);
        operations.put("StopExecution", this::stop);
        operations.put("RedriveExecution", this::redrive);
        operations.put("GetExecutionHistory", this::history);
        operations.put("SendTaskSuccess", this::taskSuccess);
        operations.put("SendTaskFailure", this::taskFailure);
        operations.put("SendTaskHeartbeat", this::taskHeartbeat);
    }

    private ObjectNode start(Request request) {
        String arn = request.required("stateMachineArn");
        StateMachine machine = versions.resolve(arn);
        ExecutionSnapshot started = engine.startExecution(machine, request.text("name"), request.text("input", "{}"));
        if (!arn.equals(machine.arn())) {
            qualifiers.put(started.spec().arn(), arn);
        }
        return Json.object()
                .put("executionArn", started.spec().arn())
                .put("startDate", Json.seconds(started.startDate()));
    }

    private ObjectNode startSync(Request request) {
        StateMachine machine = versions.resolve(request.required("stateMachineArn"));
        ExecutionSnapshot ended = engine.startSyncExecution(machine, request.text("name"), request.text("input", "{}"))
                .join();
        ObjectNode answer = ExecutionText.of(ended);
        long millis = ended.stopDate() == null
                ? 0
                : ended.stopDate().toEpochMilli() - ended.startDate().toEpochMilli();
        answer.putObject("billingDetails")
                .put("billedMemoryUsedInMB", 64)
                .put("billedDurationInMilliseconds", Math.max(100, (millis + 99) / 100 * 100));
        return answer;
    }

    private ObjectNode describe(Request request) {
        ExecutionSnapshot execution = engine.describeExecution(standard(request));
        ObjectNode answer = ExecutionText.of(execution);
        ExecutionText.redrive(answer, execution);
        String qualifier = qualifiers.get(execution.spec().arn());
        if (qualifier != null) {
            boolean version = versions.find(qualifier) != null;
            answer.put(version ? "stateMachineVersionArn" : "stateMachineAliasArn", qualifier);
        }
        return answer;
    }

    private ObjectNode list(Request request) {
        String arn = request.text("mapRunArn");
        String status = request.text("statusFilter");
        List<ExecutionSnapshot> found = engine.listExecutions(
                arn == null ? request.required("stateMachineArn") : arn, status == null ? null : status(status));
        return Pages.page(Json.object(), "executions", request, found, ExecutionText::entry);
    }

    private static ExecutionStatus status(String name) {
        try {
            return ExecutionStatus.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw ApiException.validation("1 validation error detected: Value '" + name
                    + "' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: "
                    + List.of(ExecutionStatus.values()));
        }
    }

    private ObjectNode stop(Request request) {
        engine.stopExecution(standard(request), request.text("error"), request.text("cause"))
                .join();
        return Json.object().put("stopDate", Json.seconds(clock.instant()));
    }

    private ObjectNode redrive(Request request) {
        engine.redriveExecution(standard(request)).join();
        return Json.object().put("redriveDate", Json.seconds(clock.instant()));
    }

    private ObjectNode history(Request request) {
        List<HistoryEvent> events = new ArrayList<>(engine.getExecutionHistory(standard(request)));
        if (request.flag("reverseOrder")) {
            Collections.reverse(events);
        }
        boolean data = request.node("includeExecutionData").asBoolean(true);
        return Pages.page(Json.object(), "events", request, events, event -> data ? event.toJson() : bare(event));
    }

    /** The event without inputs, outputs and parameters. */
    private static ObjectNode bare(HistoryEvent event) {
        ObjectNode json = event.toJson();
        json.forEach(details -> {
            if (details instanceof ObjectNode object) {
                object.remove(List.of("input", "output", "parameters"));
            }
        });
        return json;
    }

    private ObjectNode taskSuccess(Request request) {
        engine.sendTaskSuccess(request.required("taskToken"), request.required("output"))
                .join();
        return Json.object();
    }

    private ObjectNode taskFailure(Request request) {
        engine.sendTaskFailure(request.required("taskToken"), request.text("error"), request.text("cause"))
                .join();
        return Json.object();
    }

    private ObjectNode taskHeartbeat(Request request) {
        engine.sendTaskHeartbeat(request.required("taskToken")).join();
        return Json.object();
    }

    /** AWS keeps nothing of an Express execution that these operations could answer with. */
    private static String standard(Request request) {
        String arn = request.required("executionArn");
        if (arn.contains(EXPRESS)) {
            throw new ApiException("InvalidArn", "Invalid Arn: 'Resource type not valid in this context: express'");
        }
        return arn;
    }
}
