package dev.anabranch.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.engine.definition.Diagnostic;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.execution.ExecutionSpec;
import dev.anabranch.engine.execution.ExecutionStatus;
import dev.anabranch.engine.execution.MapRunSnapshot;
import dev.anabranch.engine.history.HistoryEvent;
import dev.anabranch.engine.integration.Integration;
import dev.anabranch.engine.integration.Integrations;
import dev.anabranch.engine.internal.definition.DefinitionParser;
import dev.anabranch.engine.internal.definition.ParsedDefinition;
import dev.anabranch.engine.internal.execution.Execution;
import dev.anabranch.engine.internal.execution.ExecutionLaunch;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.value.SentJson;
import dev.anabranch.engine.journal.Journal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An embedded AWS Step Functions. The methods are the operations of its API, with the same names, rules and errors. No
 * method waits for an execution. Thread-safe.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html">API reference</a>
 */
public final class Engine implements AutoCloseable {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final ExecutionPorts ports;
    private final AccountArns arns;
    private final AutoCloseable ownedThreads;
    private final StateMachines machines;
    private final ExecutionTable executions;
    private volatile StateMachineResolver resolver =
            arn -> new StateMachineResolver.Resolution(describeStateMachine(arn), started -> {});

    Engine(EngineBuilder builder) {
        this(
                engine -> builder.ports(new StartExecutionIntegration(engine)),
                new AccountArns(builder.region(), builder.account()),
                builder.ownedThreads());
    }

    /** @param ports creates the ports; may keep the engine but must not call it yet */
    private Engine(Function<Engine, ExecutionPorts> ports, AccountArns arns, AutoCloseable ownedThreads) {
        this.ports = ports.apply(this);
        this.arns = arns;
        this.ownedThreads = ownedThreads;
        Journal journal = this.ports.journal();
        KeptDefinitions definitions = new KeptDefinitions(journal);
        this.machines = new StateMachines(journal, definitions);
        this.executions =
                new ExecutionTable(this.ports, new ExecutionJournal(journal, definitions, this.ports.clock()));
    }

    /**
     * Returns a separate engine for a trial run. The trial writes no journal and no bill, and its executions are not
     * listed in this engine.
     *
     * @param answer answers every task; null if tasks call the integrations of this engine
     */
    public Engine trial(@Nullable Integration answer) {
        ExecutionPorts trial = ports.forTrial(answer == null ? null : Integrations.always(answer));
        return new Engine(engine -> trial, arns, () -> {});
    }

    /** Returns a builder with the defaults. */
    public static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /**
     * Implements {@code CreateStateMachine}. Idempotent: repeating the request returns the existing state machine, even
     * with a different role.
     *
     * @param definition the definition in Amazon States Language
     * @param roleArn the execution role. Its account is the account of the state machine, because AWS passes roles only
     *     within an account
     * @throws EngineException {@code InvalidName}, {@code InvalidDefinition}, {@code StateMachineAlreadyExists}
     */
    public StateMachine createStateMachine(String name, String definition, StateMachineType type, String roleArn) {
        ResourceNameRules.check(name);
        String arn = arns.ofAccountOf(roleArn).stateMachine(name);
        ParsedDefinition parsed = valid(definition, type);
        StateMachine created = new StateMachine(
                arn,
                name,
                type,
                definition,
                parsed.definition(),
                roleArn,
                ports.clock().instant(),
                1);
        StateMachine existing = machines.addIfAbsent(created);
        if (existing == null) {
            return created;
        }
        if (existing.definition().equals(definition) && existing.type() == type) {
            return existing;
        }
        throw new EngineException("StateMachineAlreadyExists", "State Machine Already Exists: '" + arn + "'");
    }

    /**
     * Implements {@code ValidateStateMachineDefinition}. Returns all errors, and a warning for each unavailable
     * integration.
     */
    public List<Diagnostic> validateStateMachineDefinition(String definition, StateMachineType type) {
        ParsedDefinition parsed = parse(definition, type);
        List<Diagnostic> diagnostics = new ArrayList<>(parsed.diagnostics());
        if (parsed.valid()) {
            diagnostics.addAll(UnavailableIntegrations.in(parsed.definition().graph(), ports));
        }
        return diagnostics;
    }

    private ParsedDefinition parse(String definition, StateMachineType type) {
        return DefinitionParser.parse(
                definition, type == StateMachineType.EXPRESS, ports.quotas().definitionSize());
    }

    private ParsedDefinition valid(String definition, StateMachineType type) {
        ParsedDefinition parsed = parse(definition, type);
        if (!parsed.valid()) {
            throw new EngineException(
                    "InvalidDefinition",
                    "Invalid State Machine Definition: '"
                            + parsed.diagnostics().stream()
                                    .map(Diagnostic::text)
                                    .collect(Collectors.joining(", "))
                            + "'");
        }
        return parsed;
    }

    /**
     * Implements {@code UpdateStateMachine}. Creates no revision if nothing changes. Running executions keep the
     * definition with which they started.
     *
     * @param definition the new definition, or null to keep the current one
     * @param roleArn the new role, or null to keep the current one
     */
    public StateMachine updateStateMachine(
            String stateMachineArn, @Nullable String definition, @Nullable String roleArn) {
        StateMachine before = describeStateMachine(stateMachineArn);
        String text = definition == null ? before.definition() : definition;
        String role = roleArn == null ? before.roleArn() : roleArn;
        if (text.equals(before.definition()) && role.equals(before.roleArn())) {
            return before;
        }
        StateMachine after = new StateMachine(
                before.arn(),
                before.name(),
                before.type(),
                text,
                valid(text, before.type()).definition(),
                role,
                before.creationDate(),
                before.revision() + 1);
        machines.replace(after);
        return after;
    }

    /**
     * Implements {@code DescribeStateMachine}. Ignores a version or alias at the end of the ARN.
     *
     * @throws EngineException {@code StateMachineDoesNotExist}
     */
    public StateMachine describeStateMachine(String stateMachineArn) {
        StateMachine machine = machines.find(AccountArns.withoutQualifier(stateMachineArn));
        if (machine == null) {
            throw EngineException.noStateMachine(stateMachineArn);
        }
        return machine;
    }

    /** Implements {@code ListStateMachines}. Returns the state machines sorted by ARN. */
    public List<StateMachine> listStateMachines() {
        return machines.all();
    }

    /**
     * Implements {@code DeleteStateMachine}. Stops the running executions. A no-op if the state machine does not exist.
     */
    public void deleteStateMachine(String stateMachineArn) {
        StateMachine machine = machines.remove(stateMachineArn);
        if (machine != null) {
            executions.ofStateMachine(machine.arn()).forEach(arn -> executions.stop(arn));
        }
    }

    /**
     * Implements {@code StartExecution}. For a Standard state machine, repeating the name and input returns the running
     * execution.
     *
     * @param name unique among the executions of a Standard state machine, or null for a random name
     * @param input JSON text
     * @throws EngineException {@code StateMachineDoesNotExist}, {@code InvalidName}, {@code InvalidExecutionInput},
     *     {@code ExecutionAlreadyExists}
     */
    public ExecutionSnapshot startExecution(String stateMachineArn, @Nullable String name, String input) {
        return startExecution(describeStateMachine(stateMachineArn), name, input);
    }

    /** Implements {@code StartExecution} for one revision of a state machine, for example a published version. */
    public ExecutionSnapshot startExecution(StateMachine machine, @Nullable String name, String input) {
        return start(machine, name, input, null).snapshot();
    }

    /** Sets the resolver for the ARNs that tasks start. Without a resolver, versions and aliases are ignored. */
    public void resolveWith(StateMachineResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Implements {@code StartExecution} for a task. Repeating the call after a restart returns the same execution.
     *
     * @param waits whether the task waits for the end, which the history of an Express execution does not report
     * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html">Nested
     *     executions</a>
     */
    ExecutionSnapshot startExecution(
            String callId, String stateMachineArn, @Nullable String name, String input, boolean waits) {
        String before = executions.startedBy(callId);
        if (before != null) {
            return describeExecution(before);
        }
        StateMachineResolver.Resolution resolution = resolver.resolve(stateMachineArn);
        if (waits && resolution.machine().type() == StateMachineType.EXPRESS) {
            throw unsupported(StateMachineType.EXPRESS);
        }
        ExecutionSnapshot started =
                start(resolution.machine(), name, input, callId).snapshot();
        resolution.whenStarted().accept(started.spec().arn());
        return started;
    }

    /**
     * Implements {@code StartSyncExecution}.
     *
     * @return completes with the final state of the execution
     * @throws EngineException the errors of {@link #startExecution}, and {@code StateMachineTypeNotSupported} for a
     *     Standard state machine
     */
    public CompletableFuture<ExecutionSnapshot> startSyncExecution(
            String stateMachineArn, @Nullable String name, String input) {
        return startSyncExecution(describeStateMachine(stateMachineArn), name, input);
    }

    /** Implements {@code StartSyncExecution} for one revision of a state machine. */
    public CompletableFuture<ExecutionSnapshot> startSyncExecution(
            StateMachine machine, @Nullable String name, String input) {
        if (machine.type() != StateMachineType.EXPRESS) {
            throw unsupported(machine.type());
        }
        return completion(start(machine, name, input, null).snapshot().spec().arn());
    }

    private static EngineException unsupported(StateMachineType type) {
        return new EngineException(
                "StateMachineTypeNotSupported",
                "This operation is not supported by this type of state machine: " + type);
    }

    private Execution start(StateMachine machine, @Nullable String name, String input, @Nullable String callId) {
        String called = name == null ? ports.uuid() : name;
        ResourceNameRules.check(called);
        boolean express = machine.type() == StateMachineType.EXPRESS;
        JsonNode value = json(input);
        ExecutionSpec spec = new ExecutionSpec(
                express
                        ? AccountArns.expressExecution(machine.arn(), called, ports.uuid())
                        : AccountArns.execution(machine.arn(), called),
                called,
                machine.arn(),
                machine.name(),
                machine.roleArn(),
                machine.parsed().timeoutSeconds(),
                machine.definition().length(),
                value,
                input.isEmpty() || input.equals(value.toString()) ? null : input,
                express,
                true,
                null);
        return executions.start(new ExecutionLaunch(spec, machine.parsed().graph()), machine.definition(), callId);
    }

    private JsonNode json(String input) {
        if (input.getBytes(StandardCharsets.UTF_8).length > ports.quotas().payloadBytes()) {
            throw new EngineException(
                    "InvalidExecutionInput", "Invalid State Machine Execution Input: it is larger than 256 KiB");
        }
        JsonNode value;
        try {
            value = MAPPER.readTree(input.isEmpty() ? "{}" : input);
        } catch (JsonProcessingException notJson) {
            throw new EngineException(
                    "InvalidExecutionInput",
                    "Invalid State Machine Execution Input: '" + notJson.getOriginalMessage() + "'");
        }
        if (value.isMissingNode()) {
            throw new EngineException(
                    "InvalidExecutionInput", "Invalid State Machine Execution Input: it contains only white space");
        }
        return value;
    }

    /**
     * Implements {@code DescribeExecution}, also for Express executions and for children of Standard Map Runs.
     *
     * @throws EngineException {@code ExecutionDoesNotExist}
     */
    public ExecutionSnapshot describeExecution(String executionArn) {
        return executions.find(executionArn).snapshot();
    }

    /** Returns a future that completes when the execution ends. */
    public CompletableFuture<ExecutionSnapshot> completion(String executionArn) {
        return executions.completion(executionArn);
    }

    /** Implements {@code GetExecutionHistory}. Returns all events so far, in order. */
    public List<HistoryEvent> getExecutionHistory(String executionArn) {
        return executions.find(executionArn).history().get();
    }

    /**
     * Implements {@code ListExecutions}. Returns the latest execution first.
     *
     * @param arn the ARN of a state machine or of a Map Run
     * @param status returns only executions with this status; null for all
     */
    public List<ExecutionSnapshot> listExecutions(String arn, @Nullable ExecutionStatus status) {
        return executions.list(arn, status);
    }

    /**
     * Implements {@code StopExecution}. A no-op if the execution has ended. The future completes when the journal has
     * the request.
     */
    public CompletableFuture<Void> stopExecution(String executionArn, @Nullable String error, @Nullable String cause) {
        return executions.stop(executionArn, error, cause);
    }

    /**
     * Implements {@code RedriveExecution}: continues at the states that did not succeed. The future completes when the
     * journal has the request.
     *
     * @throws EngineException {@code ExecutionNotRedrivable}
     */
    public CompletableFuture<Void> redriveExecution(String executionArn) {
        return executions.redrive(executionArn);
    }

    /** Returns the reason why an execution cannot be redriven, without a full stop; null if it can. */
    public @Nullable String redriveRefusal(String executionArn) {
        return executions.redriveRefusal(executions.find(executionArn));
    }

    /** Implements {@code DescribeMapRun}. */
    public MapRunSnapshot describeMapRun(String mapRunArn) {
        return executions.mapRun(mapRunArn);
    }

    /** Implements {@code ListMapRuns} for one execution. Returns the latest Map Run first. */
    public List<MapRunSnapshot> listMapRuns(String executionArn) {
        return executions.mapRuns(executionArn);
    }

    /** Implements {@code UpdateMapRun}. A null limit is not changed. The future completes when the change is made. */
    public CompletableFuture<Void> updateMapRun(
            String mapRunArn,
            @Nullable Long maxConcurrency,
            @Nullable Long toleratedFailureCount,
            @Nullable Double toleratedFailurePercentage) {
        return executions.update(mapRunArn, maxConcurrency, toleratedFailureCount, toleratedFailurePercentage);
    }

    /**
     * Implements {@code SendTaskSuccess}. The future completes when the journal has the request.
     *
     * @param output JSON text
     * @throws EngineException {@code TaskTimedOut} if no task is waiting for the token, {@code InvalidToken},
     *     {@code InvalidOutput}
     */
    public CompletableFuture<Void> sendTaskSuccess(String taskToken, String output) {
        JsonNode value;
        try {
            value = MAPPER.readTree(output);
        } catch (JsonProcessingException notJson) {
            throw new EngineException("InvalidOutput", "Invalid output: " + notJson.getOriginalMessage());
        }
        if (value.isMissingNode()) {
            throw new EngineException("InvalidOutput", "Invalid output: it is empty; send null for no value");
        }
        return executions.task(taskToken).succeeded(SentJson.of(value, output));
    }

    /** Implements {@code SendTaskFailure}. The future completes when the journal has the request. */
    public CompletableFuture<Void> sendTaskFailure(String taskToken, @Nullable String error, @Nullable String cause) {
        return executions.task(taskToken).failed(error, cause);
    }

    /** Implements {@code SendTaskHeartbeat}. The future completes when the journal has the request. */
    public CompletableFuture<Void> sendTaskHeartbeat(String taskToken) {
        return executions.task(taskToken).heartbeat();
    }

    /**
     * Resumes the executions that were running when the previous process ended. Call it once, after everything that
     * tasks call is ready.
     */
    public void goOn() {
        executions.goOn();
    }

    /** Returns the journal that keeps state machines and executions across restarts. */
    public Journal journal() {
        return ports.journal();
    }

    /** Writes a state machine as bytes for the journal. */
    public byte[] write(StateMachine machine) {
        return machines.write(machine);
    }

    /** Reads a state machine that {@link #write} wrote. */
    public StateMachine read(byte[] machine) {
        return machines.read(machine);
    }

    /** Stops the threads that the engine created. Running executions make no further progress. */
    @Override
    public void close() {
        try {
            ownedThreads.close();
        } catch (Exception failed) {
            throw new IllegalStateException("The engine's threads could not be stopped.", failed);
        }
    }
}
