package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachine;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonOperation;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Implements the operations on state machines. */
final class StateMachineOperations {

    /** UpdateStateMachine requires at least one of these parameters. */
    private static final List<String> CHANGEABLE =
            List.of("definition", "roleArn", "loggingConfiguration", "tracingConfiguration", "encryptionConfiguration");

    private final Engine engine;
    private final StateMachineVersions versions;
    private final StateMachineTags tags;
    private final InstantSource clock;

    StateMachineOperations(Engine engine, StateMachineVersions versions, StateMachineTags tags, InstantSource clock) {
        this.engine = engine;
        this.versions = versions;
        this.tags = tags;
        this.clock = clock;
    }

    void register(Map<String, JsonOperation> operations) {
        operations.put("CreateStateMachine", this::create);
        operations.put("UpdateStateMachine", this::update);
        operations.put("DescribeStateMachine", this::describe);
        operations.put("DescribeStateMachineForExecution", this::describeForExecution);
        operations.put("ListStateMachines", this::list);
        operations.put("DeleteStateMachine", this::delete);
    }

    private ObjectNode create(JsonRequest request) {
        checkVersionDescription(request);
        StateMachine machine = engine.createStateMachine(
                request.required("name"), request.required("definition"), type(request), request.required("roleArn"));
        versions.created(
                machine.arn(),
                new StateMachineVersions.Creation(request.flag("publish"), request.text("versionDescription")));
        tags.add(machine.arn(), request.node("tags"));
        ObjectNode answer = ProtocolJson.object().put("stateMachineArn", machine.arn());
        answer.put("creationDate", ProtocolJson.seconds(machine.creationDate()));
        publish(request, machine, answer);
        return answer;
    }

    private ObjectNode update(JsonRequest request) {
        String arn = request.unlabelled("stateMachineArn");
        if (CHANGEABLE.stream().allMatch(field -> request.node(field).isMissingNode())) {
            throw new ApiException("MissingRequiredParameter", "One of " + CHANGEABLE + " must be specified");
        }
        checkVersionDescription(request);
        StateMachine machine = engine.updateStateMachine(
                versions.current(arn).arn(), request.text("definition"), request.text("roleArn"));
        ObjectNode answer = ProtocolJson.object().put("updateDate", ProtocolJson.seconds(clock.instant()));
        StateMachineVersions.putRevision(answer, machine);
        publish(request, machine, answer);
        return answer;
    }

    private void publish(JsonRequest request, StateMachine machine, ObjectNode answer) {
        if (request.flag("publish")) {
            answer.put(
                    "stateMachineVersionArn",
                    versions.publish(machine, request.text("versionDescription"))
                            .arn());
        }
    }

    private static void checkVersionDescription(JsonRequest request) {
        if (request.text("versionDescription") != null && !request.flag("publish")) {
            throw ApiException.validation("Version description can only be set when publish is true");
        }
    }

    private static StateMachineType type(JsonRequest request) {
        String type = request.text("type", "STANDARD");
        if (!type.equals("STANDARD") && !type.equals("EXPRESS")) {
            throw ApiException.validation(
                    "1 validation error detected: Value '" + type
                            + "' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, EXPRESS]");
        }
        return StateMachineType.valueOf(type);
    }

    private ObjectNode describe(JsonRequest request) {
        String arn = request.unlabelled("stateMachineArn");
        StateMachineVersions.Version version = versions.find(arn);
        StateMachine machine = version == null ? versions.current(arn) : version.machine();
        ObjectNode answer = ProtocolJson.object().put("stateMachineArn", arn);
        answer.put("name", machine.name());
        answer.put("status", "ACTIVE");
        answer.put("definition", machine.definition());
        answer.put("roleArn", machine.roleArn());
        answer.put("type", machine.type().name());
        answer.put("creationDate", ProtocolJson.seconds(version == null ? machine.creationDate() : version.created()));
        StateMachineVersions.putRevision(answer, machine);
        if (version != null && version.description() != null) {
            answer.put("description", version.description());
        }
        return observed(answer);
    }

    /** Describes the state machine with its current definition, since earlier definitions are not stored. */
    private ObjectNode describeForExecution(JsonRequest request) {
        var spec = engine.describeExecution(request.arnOf("executionArn", "execution"))
                .spec();
        StateMachine machine = engine.describeStateMachine(stateMachineOf(spec.stateMachineArn()));
        ObjectNode answer = ProtocolJson.object().put("stateMachineArn", spec.stateMachineArn());
        answer.put("name", spec.stateMachineName());
        answer.put("definition", machine.definition());
        answer.put("roleArn", machine.roleArn());
        answer.put("updateDate", ProtocolJson.seconds(machine.creationDate()));
        StateMachineVersions.putRevision(answer, machine);
        mapRun(answer, spec.mapRunArn());
        return observed(answer);
    }

    private static void mapRun(ObjectNode answer, @Nullable String mapRunArn) {
        if (mapRunArn != null) {
            answer.put("mapRunArn", mapRunArn);
        }
    }

    /**
     * Returns the ARN of the state machine for the ARN of a Map state, {@code machine/label}; otherwise the same ARN.
     */
    private static String stateMachineOf(String arn) {
        int label = arn.indexOf('/');
        return label < 0 ? arn : arn.substring(0, label);
    }

    private static ObjectNode observed(ObjectNode answer) {
        answer.putObject("loggingConfiguration").put("level", "OFF").put("includeExecutionData", false);
        answer.putObject("tracingConfiguration").put("enabled", false);
        return answer;
    }

    private ObjectNode list(JsonRequest request) {
        return ListPages.page(
                ProtocolJson.object(),
                "stateMachines",
                request,
                engine.listStateMachines(),
                machine -> ProtocolJson.object()
                        .put("stateMachineArn", machine.arn())
                        .put("name", machine.name())
                        .put("type", machine.type().name())
                        .put("creationDate", ProtocolJson.seconds(machine.creationDate())));
    }

    private ObjectNode delete(JsonRequest request) {
        String arn = request.unlabelled("stateMachineArn");
        engine.deleteStateMachine(arn);
        versions.forget(arn);
        tags.forget(arn);
        return ProtocolJson.object();
    }
}
