package dev.anabranch.stores.internal.http.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachine;
import dev.anabranch.engine.StateMachineResolver;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.history.HistoryEvent;
import dev.anabranch.stores.internal.http.json.ApiException;
import dev.anabranch.stores.internal.http.json.JsonOperation;
import dev.anabranch.stores.internal.http.json.JsonRequest;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Implements the operations on executions, their histories and task tokens. */
final class ExecutionOperations {

    /** The period in which a redrive with the same client token is idempotent. */
    private static final Duration TOKEN_PERIOD = Duration.ofMinutes(15);

    private final Engine engine;
    private final StateMachineVersions versions;
    private final InstantSource clock;

    private final JournaledValues<Qualifiers> qualifiers;
    private final JournaledValues<Redrive> redrives;

    ExecutionOperations(Engine engine, StateMachineVersions versions, InstantSource clock) {
        this.engine = engine;
        this.versions = versions;
        this.clock = clock;
        this.qualifiers = new JournaledValues<>(engine.journal(), "qualifier/", Qualifiers::written, Qualifiers::read);
        this.redrives = new JournaledValues<>(engine.journal(), "redrive/", Redrive::written, Redrive::read);
        engine.resolveWith(this::startedByTask);
    }

    private StateMachineResolver.Resolution startedByTask(String arn) {
        if (!versions.isQualified(arn)) {
            return new StateMachineResolver.Resolution(versions.current(arn), started -> {});
        }
        StateMachineVersions.Resolved resolved = versions.resolve(arn);
        return new StateMachineResolver.Resolution(resolved.machine(), started -> remember(started, resolved));
    }

    /** Stores the version and alias of an execution's first start. A later call for the same execution is a no-op. */
    private void remember(String executionArn, StateMachineVersions.Resolved resolved) {
        if (resolved.versionArn() != null && qualifiers.get(executionArn) == null) {
            qualifiers.put(executionArn, new Qualifiers(resolved.versionArn(), resolved.aliasArn()));
        }
    }

    /** The ARNs of the version that an execution runs and of the alias that started it; the alias may be null. */
    private record Qualifiers(
            @Nullable String version, @Nullable String alias) {

        ObjectNode written() {
            return ProtocolJson.object().put("version", version).put("alias", alias);
        }

        static Qualifiers read(JsonNode json) {
            return new Qualifiers(
                    json.path("version").asText(null), json.path("alias").asText(null));
        }

        boolean has(String arn) {
            return arn.equals(version) || arn.equals(alias);
        }
    }

    /** The last redrive of an execution with a client token. Another redrive with the same token is a no-op. */
    private record Redrive(String token, Instant date) {

        ObjectNode written() {
            return ProtocolJson.object().put("token", token).put("date", date.toString());
        }

        static Redrive read(JsonNode json) {
            return new Redrive(
                    json.path("token").asText(), Instant.parse(json.path("date").asText()));
        }
    }

    void register(Map<String, JsonOperation> operations) {
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

    private ObjectNode start(JsonRequest request) {
        StateMachineVersions.Resolved resolved = versions.resolve(request.unlabelled("stateMachineArn"));
        ExecutionSnapshot started =
                engine.startExecution(resolved.machine(), request.text("name"), request.text("input", "{}"));
        remember(started.spec().arn(), resolved);
        return ProtocolJson.object()
                .put("executionArn", started.spec().arn())
                .put("startDate", ProtocolJson.seconds(started.startDate()));
    }

    private ObjectNode startSync(JsonRequest request) {
        StateMachine machine =
                versions.resolve(request.unlabelled("stateMachineArn")).machine();
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

    private ObjectNode describe(JsonRequest request) {
        ExecutionSnapshot execution = engine.describeExecution(standard(request));
        ObjectNode answer = ExecutionText.of(execution);
        if (execution.status() == ExecutionStatus.TIMED_OUT) {
            answer.remove(List.of("error", "cause"));
        }
        ExecutionText.redrive(answer, execution);
        return qualified(answer, execution);
    }

    private ObjectNode qualified(ObjectNode answer, ExecutionSnapshot execution) {
        Qualifiers through = qualifiers.get(execution.spec().arn());
        if (through != null) {
            put(answer, "stateMachineVersionArn", through.version());
            put(answer, "stateMachineAliasArn", through.alias());
        }
        return answer;
    }

    private static void put(ObjectNode answer, String name, @Nullable String arn) {
        if (arn != null) {
            answer.put(name, arn);
        }
    }

    private ObjectNode list(JsonRequest request) {
        String mapRun = request.text("mapRunArn") == null ? null : request.arnOf("mapRunArn", "mapRun");
        String filter = request.text("statusFilter");
        if (mapRun == null && request.text("redriveFilter") != null) {
            throw ApiException.validation("redriveFilter can only be used together with mapRunArn");
        }
        ExecutionStatus status = filter == null ? null : status(filter);
        List<ExecutionSnapshot> found = mapRun == null
                ? executionsOf(request.arnOf("stateMachineArn", "stateMachine"), status)
                : engine.listExecutions(mapRun, status);
        return ListPages.page(
                ProtocolJson.object(),
                "executions",
                request,
                found,
                entry -> qualified(ExecutionText.entry(entry), entry));
    }

    /** Returns all executions of a state machine, or those that were started through a version or an alias. */
    private List<ExecutionSnapshot> executionsOf(String arn, @Nullable ExecutionStatus status) {
        boolean ofMapState = arn.contains("/");
        if (ofMapState) {
            return engine.listExecutions(arn, status);
        }
        boolean qualified = versions.isQualified(arn);
        StateMachine machine = qualified ? engine.describeStateMachine(arn) : versions.current(arn);
        if (machine.type() == StateMachineType.EXPRESS) {
            throw new ApiException(
                    "StateMachineTypeNotSupported",
                    "This operation is not supported by this type of state machine: " + machine.type());
        }
        List<ExecutionSnapshot> all = engine.listExecutions(machine.arn(), status);
        return !qualified
                ? all
                : all.stream()
                        .filter(execution -> startedThrough(execution, arn))
                        .toList();
    }

    private boolean startedThrough(ExecutionSnapshot execution, String arn) {
        Qualifiers through = qualifiers.get(execution.spec().arn());
        return through != null && through.has(arn);
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

    private ObjectNode stop(JsonRequest request) {
        engine.stopExecution(standard(request), request.text("error"), request.text("cause"))
                .join();
        return ProtocolJson.object().put("stopDate", ProtocolJson.seconds(clock.instant()));
    }

    private ObjectNode redrive(JsonRequest request) {
        String arn = standard(request);
        String token = request.text("clientToken");
        Instant now = clock.instant();
        Redrive last = redrives.get(arn);
        if (last != null
                && last.token().equals(token)
                && now.isBefore(last.date().plus(TOKEN_PERIOD))) {
            return ProtocolJson.object().put("redriveDate", ProtocolJson.seconds(last.date()));
        }
        engine.redriveExecution(arn).join();
        if (token != null) {
            redrives.put(arn, new Redrive(token, now));
        }
        return ProtocolJson.object().put("redriveDate", ProtocolJson.seconds(now));
    }

    private ObjectNode history(JsonRequest request) {
        List<HistoryEvent> events = new ArrayList<>(engine.getExecutionHistory(standard(request)));
        if (request.flag("reverseOrder")) {
            Collections.reverse(events);
        }
        boolean data = request.node("includeExecutionData").asBoolean(true);
        return ListPages.page(
                ProtocolJson.object(), "events", request, events, event -> data ? event.toJson() : bare(event));
    }

    /** Returns the event without inputs, outputs and parameters. */
    private static ObjectNode bare(HistoryEvent event) {
        ObjectNode json = event.toJson();
        json.forEach(details -> {
            if (details instanceof ObjectNode object) {
                object.remove(List.of("input", "output", "parameters"));
            }
        });
        return json;
    }

    private ObjectNode taskSuccess(JsonRequest request) {
        engine.sendTaskSuccess(request.nonEmpty("taskToken"), request.required("output"))
                .join();
        return ProtocolJson.object();
    }

    private ObjectNode taskFailure(JsonRequest request) {
        engine.sendTaskFailure(request.nonEmpty("taskToken"), request.text("error"), request.text("cause"))
                .join();
        return ProtocolJson.object();
    }

    private ObjectNode taskHeartbeat(JsonRequest request) {
        engine.sendTaskHeartbeat(request.nonEmpty("taskToken")).join();
        return ProtocolJson.object();
    }

    /** @throws ApiException {@code InvalidArn} for an Express execution, since AWS does not store Express executions */
    private static String standard(JsonRequest request) {
        return request.arnOf("executionArn", "execution");
    }
}
