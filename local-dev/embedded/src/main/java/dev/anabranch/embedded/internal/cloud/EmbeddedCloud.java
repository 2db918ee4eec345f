package dev.anabranch.embedded.internal.cloud;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.EngineBuilder;
import dev.anabranch.engine.StateMachine;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.engine.integration.LambdaIntegration;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.api.InputType;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.process.ScopeStop;
import dev.anabranch.runs.internal.process.SubRunResult;
import dev.anabranch.runs.internal.process.SubRunStart;
import dev.anabranch.runs.internal.record.DeployedWorkflow;
import dev.anabranch.runs.internal.record.RunQuery;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.store.DynamoDbRunRegistry;
import dev.anabranch.runs.internal.store.TableSchema;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.TaskInstances;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.store.S3PayloadStore;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.storage.DynamoDbIntegration;
import dev.anabranch.stores.internal.storage.S3Integration;
import dev.anabranch.stores.internal.storage.S3ObjectStore;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.stores.internal.storage.StoreMeter;
import dev.anabranch.stores.internal.storage.SupportedOperations;
import dev.anabranch.task.Task;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.emit.Translation;
import dev.anabranch.translate.internal.emit.Translator;
import dev.anabranch.translate.internal.manifest.RequiredFields;
import dev.anabranch.translate.internal.manifest.RunGraphs;
import dev.anabranch.translate.internal.plan.FunctionPlan;
import dev.anabranch.translate.internal.plan.Plan;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import dev.anabranch.workflow.internal.graph.Node;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A cloud in this process: deploys workflows and runs them with an engine, functions and stores that behave like those
 * of AWS.
 */
public final class EmbeddedCloud implements AutoCloseable {

    /** The name of the table of the records. */
    public static final String TABLE = "anabranch";

    /** The name of the bucket of the payloads. */
    public static final String BUCKET = "anabranch";

    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "000000000000";
    private static final String ROLE = "arn:aws:iam::" + ACCOUNT + ":role/anabranch";
    static final String STATE_MACHINES = "arn:aws:states:" + REGION + ":" + ACCOUNT + ":stateMachine:";
    private static final long MB = 1L << 20;

    private final Engine engine;
    private final ActionHost.Builder hosts;
    private final @Nullable Function<Class<?>, Task<?, ?>> tasks;
    private final LocalSettings settings;
    private final Map<ClassLoader, TaskInstances> instances = new ConcurrentHashMap<>();
    private final DefinitionCaller definitions;
    private final LocalFunctions functions;
    private final Runs runs;
    private final PayloadStore outside;
    private final EmbeddedExecutions executions;
    private final Map<String, DeployedWorkflow> deployed = new ConcurrentHashMap<>();
    private final DynamoDbClient tables;
    private final S3Client buckets;

    EmbeddedCloud(EmbeddedCloudBuilder builder) {
        EngineClock clock = required(builder.clock, "clock");
        Executor threads = required(builder.threads, "threads");
        LateAttempts late = new LateAttempts(builder.faults, builder.observer);
        DynamoDbClient tablesFromOutside;
        S3Client bucketsFromOutside;
        RemoteStores remote = builder.storesElsewhere;
        if (remote == null) {
            Storage storage = required(builder.storage, "storage");
            EmbeddedDynamoDb ownTables = new EmbeddedDynamoDb(storage, clock, builder.storeMeter, late);
            EmbeddedS3 ownBuckets = new EmbeddedS3(storage, clock, builder.storeMeter, late);
            tables = ownTables;
            buckets = ownBuckets;
            tablesFromOutside = ownTables.fromOutside();
            bucketsFromOutside = ownBuckets.fromOutside();
        } else {
            tables = remote.dynamoDb(builder.storeMeter, late);
            buckets = remote.s3(builder.storeMeter, late);
            StoreMeter writes = StoreMeter.writes(builder.storeMeter);
            tablesFromOutside = remote.dynamoDb(writes, StoreFaults.NONE);
            bucketsFromOutside = remote.s3(writes, StoreFaults.NONE);
        }
        if (!tables.listTables().tableNames().contains(TABLE)) {
            tables.createTable(TableSchema.create(TABLE));
            tables.updateTimeToLive(TableSchema.expire(TABLE));
            buckets.createBucket(request -> request.bucket(BUCKET));
        }
        DynamoDbActionStore actions = new DynamoDbActionStore(tables, TABLE, DynamoDbActionStore.RETENTION);
        S3PayloadStore payloads = new S3PayloadStore(buckets, BUCKET);
        Executor readers = required(builder.readers, "readers");
        hosts = ActionHost.builder()
                .actions(actions)
                .payloads(payloads)
                .clock(clock)
                .timer((delay, job) -> clock.schedule(delay, () -> readers.execute(job))::cancel)
                .executor(readers)
                .workers(FunctionCall.helpers(builder.oneAtATime ? new SerialExecutor(threads) : threads))
                .log(builder.log)
                .logBytes(builder.logBytes)
                .observer(late)
                .scratch(required(builder.scratch, "scratch"));
        tasks = builder.tasks;
        settings = builder.settings;
        definitions = builder.definitions;
        functions = new LocalFunctions(
                builder.oneAtATime ? new SerialExecutor(threads) : threads,
                clock,
                builder.concurrency,
                builder.functionMeter,
                builder.complaints,
                builder.elsewhere);
        LambdaInvoker invoker = builder.invocations.apply(functions);
        EngineBuilder parts = Engine.builder()
                .clock(clock)
                .random(required(builder.random, "random"))
                .blockingExecutor(readers)
                .region(REGION)
                .account(ACCOUNT)
                .functions(invoker)
                .integration("lambda:invoke", new CallbackIntegration(new LambdaIntegration(invoker), builder.awaits))
                .objects(new S3ObjectStore(buckets))
                .meter(builder.meter)
                .quotas(builder.quotas)
                .journal(builder.journal);
        DynamoDbIntegration.register(parts, tables, readers);
        parts.integration(
                "aws-sdk:dynamodb:updateItem",
                new AwaitIntegration(DynamoDbIntegration.updateItem(tables, readers), builder.awaits));
        S3Integration.register(parts, buckets, readers);
        if (builder.engine != null) {
            parts.executor(builder.engine);
        }
        engine = parts.build();
        executions = new EmbeddedExecutions(engine, STATE_MACHINES, builder.earlier);
        outside = new S3PayloadStore(bucketsFromOutside, BUCKET);
        Runs.Builder operations = Runs.builder()
                .registry(builder.registry.apply(
                        new DynamoDbRunRegistry(tablesFromOutside, TABLE, DynamoDbActionStore.RETENTION)))
                .executions(builder.executions.apply(executions))
                .workflows(name -> Optional.ofNullable(deployed.get(name)))
                .actions(new DynamoDbActionStore(tablesFromOutside, TABLE, DynamoDbActionStore.RETENTION))
                .payloads(outside)
                .executor(readers)
                .clock(clock)
                .random(required(builder.random, "random"))
                .lostAfter(builder.lostAfter)
                .servingSince(clock.instant())
                .describedPerPage(RunQuery.MOST)
                .pause(builder.pause);
        if (builder.logs != null) {
            operations.logs(builder.logs);
        }
        runs = operations.build();
    }

    /** Returns a builder. Everything except the log and the observer must be set. */
    public static EmbeddedCloudBuilder builder() {
        return new EmbeddedCloudBuilder();
    }

    /**
     * Translates a workflow for AWS, and creates its state machine and functions, and those of the workflows that it
     * runs.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition with all findings, if the definition has errors
     */
    public Deployment deploy(Workflow<?, ?> workflow) {
        return deploy(workflow, Target.AWS);
    }

    /**
     * Translates a workflow for {@code target}, and creates its state machine and functions, and those of the workflows
     * that it runs.
     *
     * @throws dev.anabranch.workflow.InvalidDefinition with all findings, if the definition has errors
     * @throws TaskUnusable if a task's constructor, static initializer or factory fails, or a setting that a task
     *     requires is not configured
     */
    public Deployment deploy(Workflow<?, ?> workflow, Target target) {
        Definition checked = Definition.of(workflow, target, definitions);
        Plan plan = checked.plan();
        Translation translation = checked.translate();
        Set<FunctionPlan> planned = new LinkedHashSet<>(plan.functions().values());
        List<String> missing = planned.stream()
                .map(function -> taskClass(workflow, function))
                .distinct()
                .flatMap(task -> settings.missing(task).stream())
                .toList();
        if (!missing.isEmpty()) {
            throw new TaskUnusable(workflow.name(), missing, settings.place());
        }
        String definition =
                translation.definition().replace(Translator.TABLE, TABLE).replace(Translator.BUCKET, BUCKET);
        for (FunctionPlan function : planned) {
            String arn =
                    "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + workflow.name() + "-" + function.id();
            functions.create(
                    arn,
                    runner(workflow.name(), taskClass(workflow, function), function.memoryMb()),
                    Duration.ofSeconds(function.timeoutSeconds()),
                    function.memoryMb());
            definition = definition.replace("${" + function.id() + "}", arn);
        }
        Map<String, Node.SubRun> children = new LinkedHashMap<>();
        plan.graph().nodes().stream()
                .filter(node -> node instanceof Node.SubRun)
                .map(node -> (Node.SubRun) node)
                .forEach(run -> children.putIfAbsent(Plan.machine(run), run));
        for (Map.Entry<String, Node.SubRun> child : children.entrySet()) {
            deploy(child(workflow, child.getValue().definition()), target);
            definition = definition.replace(
                    "${" + child.getKey() + "}",
                    STATE_MACHINES + child.getValue().child().workflow());
        }
        String arn = create(workflow.name(), definition);
        deployed.put(
                workflow.name(),
                new DeployedWorkflow(
                        workflow.name(),
                        RunGraphs.of(plan),
                        plan.inlineBytes(),
                        new InputType(inputType(workflow), RequiredFields.of(plan.graph()))));
        return new Deployment(workflow.name(), plan, translation, arn, inputType(workflow));
    }

    /** Creates a state machine. If one was restored from a journal, updates it to the current definition. */
    private String create(String name, String definition) {
        String arn = STATE_MACHINES + name;
        for (StateMachine kept : engine.listStateMachines()) {
            if (kept.arn().equals(arn)) {
                return kept.definition().equals(definition)
                        ? arn
                        : engine.updateStateMachine(arn, definition, ROLE).arn();
            }
        }
        return engine.createStateMachine(name, definition, StateMachineType.STANDARD, ROLE)
                .arn();
    }

    /**
     * Returns the runner of a task. The heap limit is the function's memory, so a list that would not fit on AWS is
     * refused here too.
     */
    private synchronized ActionRunner runner(String workflow, Class<?> task, int memoryMb) {
        try {
            return ActionRunner.of(
                    task,
                    SecurityProviders.restoredAfter(worker(task)),
                    hosts.heapBytes(memoryMb * MB).settings(settings.of(task)).build());
        } catch (IllegalArgumentException | LinkageError e) {
            throw new TaskUnusable(workflow, task, e);
        }
    }

    /** Returns the object that does the work of a task. Three own tasks need the service of runs. */
    private Task<?, ?> worker(Class<?> task) {
        if (task == SubRunStart.class) {
            return new SubRunStart(runs);
        }
        if (task == ScopeStop.class) {
            return new ScopeStop(runs);
        }
        if (task == SubRunResult.class) {
            return new SubRunResult(runs);
        }
        return tasks == null ? instances(task).create(task, settings.of(task)) : tasks.apply(task);
    }

    /**
     * Returns the creator of the tasks of a class loader: {@code anabranch dev} loads changed classes with a new one.
     */
    private TaskInstances instances(Class<?> task) {
        return instances.computeIfAbsent(task.getClassLoader(), TaskInstances::of);
    }

    private static Workflow<?, ?> child(Workflow<?, ?> parent, String definition) {
        try {
            return Class.forName(definition, true, parent.getClass().getClassLoader())
                    .asSubclass(Workflow.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "The workflow `" + definition + "` was created when `" + parent.name()
                            + "`, which runs it, was traced.",
                    e);
        }
    }

    private static Class<?> taskClass(Workflow<?, ?> workflow, FunctionPlan function) {
        try {
            return Class.forName(function.task(), false, workflow.getClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "The task `" + function.task() + "` was on the class path when the workflow was traced.", e);
        }
    }

    /** Returns the Java type of the input of a workflow's runs. */
    public static Type inputType(Workflow<?, ?> workflow) {
        JavaType[] types =
                TypeFactory.defaultInstance().constructType(workflow.getClass()).findTypeParameters(Workflow.class);
        return types.length == 2 ? types[0] : JsonNode.class;
    }

    /**
     * Starts a run.
     *
     * @param runId a unique id of letters, digits, hyphens and underscores
     * @return completes when the run ends
     * @throws dev.anabranch.runs.internal.graph.RunRefused if {@code input} is not valid for the workflow
     */
    public CompletableFuture<EmbeddedRun> start(Deployment deployment, String runId, JsonNode input) {
        return ending(runs.start(RunRequest.of(deployment.name(), input).named(runId)));
    }

    /** Returns a future that completes when a run that was started in this cloud ends. */
    public CompletableFuture<EmbeddedRun> ending(RunRecord run) {
        return engine.completion(executions.arn(run.workflow(), run.id()))
                .thenApply(ended -> ended(runs.ended(run.id())));
    }

    /** Returns a run that has ended, with its output or failure and the counts of its actions. */
    public EmbeddedRun ended(RunRecord run) {
        return new EmbeddedRun(
                run.id(), run.status().name(), runs.output(run.id()), run.failure(), runs.countsNow(run.id()));
    }

    /**
     * Fails the action whose code ends the process. On Lambda, that process belongs to the function.
     *
     * @param thread the thread that waits in {@link Runtime#exit}
     * @return false if the thread was not started by a function of this cloud
     */
    public boolean exits(Thread thread) {
        return functions.exits(thread);
    }

    /** Returns the ARN of the execution of a run. */
    public static String execution(String workflow, String runId) {
        return EmbeddedExecutions.arn(STATE_MACHINES, workflow, runId);
    }

    /** Returns whether an invocation is in flight. */
    public boolean isWorking() {
        return functions.areWorking();
    }

    /** Returns the service for all operations on runs. */
    public Runs runs() {
        return runs;
    }

    /** Returns the reader of results and files of runs. */
    public RunReader reader() {
        return runs.reader();
    }

    /** Returns the store of payloads. */
    public PayloadStore payloads() {
        return outside;
    }

    /** Returns the name of the bucket of the payloads. */
    public String bucket() {
        return BUCKET;
    }

    /** Returns the engine, for the histories of executions. */
    public Engine engine() {
        return engine;
    }

    /**
     * Resumes the runs that the previous process did not end, and starts those that it recorded only. Call it once, after
     * all workflows are deployed.
     */
    public void goOn() {
        engine.goOn();
        runs.resumeStarts();
    }

    /** Returns a DynamoDB client, whose table has the records. The first call loads all model classes of DynamoDB. */
    public DynamoDbClient dynamoDb() {
        return SupportedOperations.of(DynamoDbClient.class, tables, "DynamoDB");
    }

    /** Returns an S3 client, whose bucket has the payloads. The first call loads all model classes of S3. */
    public S3Client s3() {
        return SupportedOperations.of(S3Client.class, buckets, "S3");
    }

    /**
     * Returns the stores for other processes.
     *
     * @throws IllegalStateException if the stores are those of another process
     */
    public RemoteStores shared() {
        if (tables instanceof EmbeddedDynamoDb ownTables && buckets instanceof EmbeddedS3 ownBuckets) {
            return new RemoteStores() {
                @Override
                public DynamoDbClient dynamoDb(StoreMeter meter, StoreFaults faults) {
                    return ownTables.with(meter, faults);
                }

                @Override
                public S3Client s3(StoreMeter meter, StoreFaults faults) {
                    return ownBuckets.with(meter, faults);
                }
            };
        }
        throw new IllegalStateException("Another process has the stores.");
    }

    @Override
    public void close() {
        engine.close();
        instances.values().forEach(TaskInstances::close);
    }

    private static <T> T required(@Nullable T value, String name) {
        return Objects.requireNonNull(value, () -> "An embedded cloud needs `" + name + "`.");
    }
}
