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
 * Step Functions in one process. Methods are those of the API, with the same names, rules and errors; none of them waits for an
 * execution. Safe for use by any number of threads.
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

    /** @param ports may call the engine, later */
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
     * An engine to try something in, of which nothing is kept, billed or listed in this one.
     *
     * @param answer answers every task, or null to have tasks call what they call here
     */
    public Engine trial(@Nullable Integration answer) {
        ExecutionPorts trial = ports.forTrial(answer == null ? null : Integrations.always(answer));
        return new Engine(engine -> trial, arns, () -> {});
    }

    /** A builder. */
    public static EngineBuilder builder() {
        return new EngineBuilder();
    }

    /**
     * {@code CreateStateMachine}. The same request again returns the existing state machine; a different role is ignored.
     *
     * @param roleArn what the state machine runs as. It is in the role's account, since AWS passes roles within an account only
     * @param definition Amazon States Language
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

    /** {@code ValidateStateMachineDefinition}: everything wrong with the definition, and what is not available here. */
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
     * {@code UpdateStateMachine}. Without a change there is no new revision. Executions that run keep the definition that they began with.
     *
     * @param definition the new definition, or null to keep the one there is
     * @param roleArn the new role, or null
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
     * {@code DescribeStateMachine}. A version or alias at the end of the ARN is not looked at.
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

    /** {@code ListStateMachines}, by name. */
    public List<StateMachine> listStateMachines() {
        return machines.all();
    }

    /** {@code DeleteStateMachine}. Does nothing if there is none; executions that run are stopped. */
    public void deleteStateMachine(String stateMachineArn) {
        StateMachine machine = machines.remove(stateMachineArn);
        if (machine != null) {
            executions.ofStateMachine(machine.arn()).forEach(arn -> executions.stop(arn));
        }
    }

    /**
     * {@code StartExecution}. For a Standard state machine, the same name and input again answer with the execution that runs.
     *
     * @param name unique among the executions of a Standard state machine, or null for a random one
     * @param input JSON text
     * @throws EngineException {@code StateMachineDoesNotExist}, {@code InvalidName}, {@code InvalidExecutionInput}, {@code
     *     ExecutionAlreadyExists}
     */
    public ExecutionSnapshot startExecution(String stateMachineArn, @Nullable String name, String input) {
        return startExecution(describeStateMachine(stateMachineArn), name, input);
    }

    /** {@code StartExecution} of a state machine as it is or was: a published version, for instance. */
    public ExecutionSnapshot startExecution(StateMachine machine, @Nullable String name, String input) {
        return start(machine, name, input, null).snapshot();
    }

    /** Sets what resolves the ARNs that tasks start: without it, versions and aliases are ignored. */
    public void resolveWith(StateMachineResolver resolver) {
        this.resolver = resolver;
    }

    /** {@code StartExecution} by a task. The same call again, which can happen after a restart, gets the same execution. */
    ExecutionSnapshot startExecution(String callId, String stateMachineArn, @Nullable String name, String input) {
        String before = executions.startedBy(callId);
        if (before != null) {
            return describeExecution(before);
        }
        StateMachineResolver.Resolution resolution = resolver.resolve(stateMachineArn);
        ExecutionSnapshot started =
                start(resolution.machine(), name, input, callId).snapshot();
        resolution.whenStarted().accept(started.spec().arn());
        return started;
    }

    /**
     * {@code StartSyncExecution}.
     *
     * @return how the execution ended
     * @throws EngineException as {@link #startExecution}, and {@code StateMachineTypeNotSupported} if it is not Express
     */
    public CompletableFuture<ExecutionSnapshot> startSyncExecution(
            String stateMachineArn, @Nullable String name, String input) {
        return startSyncExecution(describeStateMachine(stateMachineArn), name, input);
    }

    /** {@code StartSyncExecution} of a state machine as it is or was. */
    public CompletableFuture<ExecutionSnapshot> startSyncExecution(
            StateMachine machine, @Nullable String name, String input) {
        if (machine.type() != StateMachineType.EXPRESS) {
            throw new EngineException(
                    "StateMachineTypeNotSupported",
                    "This operation is not supported by this type of state machine: " + machine.type());
        }
        return completion(start(machine, name, input, null).snapshot().spec().arn());
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
                    "InvalidExecutionInput", "Invalid State Machine Execution Input: it has nothing but white space");
        }
        return value;
    }

    /**
     * {@code DescribeExecution}; also for Express executions and the children of Standard Map Runs.
     *
     * @throws EngineException {@code ExecutionDoesNotExist}
     */
    public ExecutionSnapshot describeExecution(String executionArn) {
        return executions.find(executionArn).snapshot();
    }

    /** How an execution ends, as soon as it has. */
    public CompletableFuture<ExecutionSnapshot> completion(String executionArn) {
        return executions.completion(executionArn);
    }

    /** {@code GetExecutionHistory}: every event so far, in order. */
    public List<HistoryEvent> getExecutionHistory(String executionArn) {
        return executions.find(executionArn).history().get();
    }

    /**
     * {@code ListExecutions}, the latest first.
     *
     * @param arn of a state machine or of a Map Run
     * @param status only those that stand there, or null for all
     */
    public List<ExecutionSnapshot> listExecutions(String arn, @Nullable ExecutionStatus status) {
        return executions.list(arn, status);
    }

    /** {@code StopExecution}. Does nothing to an execution that has ended. Answers when the journal has it. */
    public CompletableFuture<Void> stopExecution(String executionArn, @Nullable String error, @Nullable String cause) {
        return executions.stop(executionArn, error, cause);
    }

    /**
     * {@code RedriveExecution}: goes on with what had not succeeded. Answers when the journal has it.
     *
     * @throws EngineException {@code ExecutionNotRedrivable}
     */
    public CompletableFuture<Void> redriveExecution(String executionArn) {
        return executions.redrive(executionArn);
    }

    /** Why an execution cannot be redriven, in a sentence without its end, or null if it can. */
    public @Nullable String redriveRefusal(String executionArn) {
        return executions.redriveRefusal(executions.find(executionArn));
    }

    /** {@code DescribeMapRun}. */
    public MapRunSnapshot describeMapRun(String mapRunArn) {
        return executions.mapRun(mapRunArn);
    }

    /** {@code ListMapRuns} of one execution, the latest first. */
    public List<MapRunSnapshot> listMapRuns(String executionArn) {
        return executions.mapRuns(executionArn);
    }

    /** {@code UpdateMapRun}; null leaves a limit as it is. Answers when the change is made. */
    public CompletableFuture<Void> updateMapRun(
            String mapRunArn,
            @Nullable Long maxConcurrency,
            @Nullable Long toleratedFailureCount,
            @Nullable Double toleratedFailurePercentage) {
        return executions.update(mapRunArn, maxConcurrency, toleratedFailureCount, toleratedFailurePercentage);
    }

    /**
     * {@code SendTaskSuccess}. Answers when the journal has it, as do the other two.
     *
     * @param output JSON text
     * @throws EngineException {@code TaskTimedOut} if nobody waits for the token, {@code InvalidOutput}
     */
    public CompletableFuture<Void> sendTaskSuccess(String taskToken, String output) {
        JsonNode value;
        try {
            value = MAPPER.readTree(output);
        } catch (JsonProcessingException notJson) {
            throw new EngineException("InvalidOutput", "Invalid output: " + notJson.getOriginalMessage());
        }
        if (value.isMissingNode()) {
            throw new EngineException("InvalidOutput", "Invalid output: it is empty; the JSON for nothing is null");
        }
        return executions.task(taskToken).succeeded(SentJson.of(value, output));
    }

    /** {@code SendTaskFailure}. */
    public CompletableFuture<Void> sendTaskFailure(String taskToken, @Nullable String error, @Nullable String cause) {
        return executions.task(taskToken).failed(error, cause);
    }

    /** {@code SendTaskHeartbeat}. */
    public CompletableFuture<Void> sendTaskHeartbeat(String taskToken) {
        return executions.task(taskToken).heartbeat();
    }

    /** Goes on with what ran when the process before this one ended. To be called once, when everything that is called is there. */
    public void goOn() {
        executions.goOn();
    }

    /** What is kept over a restart. */
    public Journal journal() {
        return ports.journal();
    }

    /** A state machine as bytes, for the journal. */
    public byte[] write(StateMachine machine) {
        return machines.write(machine);
    }

    /** The state machine that {@link #write} wrote. */
    public StateMachine read(byte[] machine) {
        return machines.read(machine);
    }

    /** Ends the engine's own threads. Executions that run are forgotten. */
    @Override
    public void close() {
        try {
            ownedThreads.close();
        } catch (Exception failed) {
            throw new IllegalStateException("The engine's threads could not be ended.", failed);
        }
    }
}
