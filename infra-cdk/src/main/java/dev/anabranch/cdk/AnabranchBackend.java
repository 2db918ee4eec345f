package dev.anabranch.cdk;

import dev.anabranch.cdk.BackendSettings.Jwt;
import dev.anabranch.cdk.BackendSettings.Tasks;
import dev.anabranch.task.Task;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.events.IEventBus;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.s3.IBucket;
import software.amazon.awscdk.services.sns.ITopic;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.stepfunctions.CfnStateMachine;
import software.constructs.Construct;

/**
 * The resources that workflows need on AWS: a function for each task, a state machine for each workflow, a table for
 * records, a bucket for payloads, and the run API with IAM authorization.
 *
 * <pre>{@code
 * AnabranchBackend.Builder.create(stack, "Backend")
 *     .workflow(new LandCover())
 *     .lambdaPackage(Path.of("target/app-lambda.zip"))
 *     .stage(BackendStage.PROD)
 *     .build();
 * }</pre>
 */
public final class AnabranchBackend extends Construct {

    /** The name of the stack output that contains the address of the run API. */
    public static final String API_URL = "ApiUrl";

    /** The name of the stack output that contains the ARN of the run API's function. */
    public static final String API_FUNCTION = "ApiFunctionArn";

    /** The name of the stack output that contains the name of the table. */
    public static final String TABLE_NAME = "TableName";

    /** The name of the stack output that contains the name of the bucket. */
    public static final String BUCKET_NAME = "BucketName";

    /**
     * The name of the stack output that contains the common prefix of the state machines' ARNs; the name of the
     * workflow follows it.
     */
    public static final String MACHINE_PREFIX = "StateMachinePrefix";

    private final String name;
    private final StoreResources stores;
    private final TaskFunctions tasks;
    private final WorkflowMachines machines;
    private final Optional<IFunction> runApi;
    private final Optional<HttpApi> api;

    private AnabranchBackend(Construct scope, String id, BackendSettings settings) {
        super(scope, id);
        name = settings.name();
        stores = new StoreResources(
                RecordsTable.in(this, settings.stage(), settings.notices().isPresent()),
                PayloadBucket.in(this, settings.stage()));
        LambdaFunctions functions = new LambdaFunctions(settings);
        tasks = TaskFunctions.in(this, settings, functions, stores);
        machines = WorkflowMachines.in(this, settings, stores, tasks);
        output(TABLE_NAME, stores.table().getTableName());
        output(BUCKET_NAME, stores.bucket().getBucketName());
        output(MACHINE_PREFIX, machines.prefix());
        Optional<Queue> undelivered = settings.runApi() || settings.notices().isPresent()
                ? Optional.of(RunEvents.undelivered(this))
                : Optional.empty();
        if (settings.runApi()) {
            RunFunctions runs = new RunFunctions(this, settings, functions, stores, machines);
            Queue queue = undelivered.orElseThrow();
            Alias behind = runs.api();
            RunEvents.in(this, machines.arns(), runs.status(queue), queue);
            if (!settings.schedules().isEmpty()) {
                RunSchedules.in(this, settings, runs.scheduled(queue), queue);
            }
            runApi = Optional.of(behind);
            output(API_FUNCTION, behind.getFunctionArn());
            api = settings.httpApi() ? Optional.of(RunHttpApi.in(this, settings, behind)) : Optional.empty();
            api.ifPresent(http -> output(API_URL, http.getApiEndpoint()));
        } else {
            runApi = Optional.empty();
            api = Optional.empty();
        }
        if (settings.notices().isPresent()) {
            WaitEvents.in(this, stores.table(), settings.notices().get(), undelivered.orElseThrow());
        }
        BackendMonitoring.of(this, settings, new BackendMonitoring.Subjects(machines, tasks, stores, api, undelivered));
    }

    String name() {
        return name;
    }

    /**
     * Outputs of the first backend have exactly these names; the names of another backend's outputs begin with its
     * path.
     */
    private void output(String name, String value) {
        Stack stack = Stack.of(this);
        Construct owner = stack.getNode().tryFindChild(name) == null ? stack : this;
        CfnOutput.Builder.create(owner, name).value(value).build();
    }

    /** Returns the table that contains the records. */
    public ITable table() {
        return stores.table();
    }

    /** Returns the bucket that contains the payloads. */
    public IBucket bucket() {
        return stores.bucket();
    }

    /** Returns the state machine of a workflow; empty if the backend does not have the workflow. */
    public Optional<CfnStateMachine> stateMachine(String workflow) {
        return machines.find(workflow);
    }

    /**
     * Returns the function of a task, for grants and alarms: {@code bucket.grantRead(backend.taskFunction(Classify.class))}.
     *
     * @throws IllegalArgumentException if no workflow calls the task, or if it has functions with several memory sizes
     */
    public IFunction taskFunction(Class<? extends Task<?, ?>> task) {
        return tasks.find(task.getName(), OptionalInt.empty());
    }

    /**
     * Returns the function of a task with a memory size in MB.
     *
     * @throws IllegalArgumentException if there is no such function
     */
    public IFunction taskFunction(Class<? extends Task<?, ?>> task, int memoryMb) {
        return tasks.find(task.getName(), OptionalInt.of(memoryMb));
    }

    /** Returns the function of the run API; empty if the run API is off. */
    public Optional<IFunction> runApiFunction() {
        return runApi;
    }

    /** Returns the HTTP API in front of the run API; empty if it is off. */
    public Optional<HttpApi> httpApi() {
        return api;
    }

    /**
     * Configures a backend. At least one workflow and the Lambda package are required; everything else has defaults.
     */
    public static final class Builder {
        private final Construct scope;
        private final String id;
        private final List<RunSchedule> schedules = new ArrayList<>();
        private final List<Workflow<?, ?>> workflows = new ArrayList<>();
        private @Nullable Manifest manifest;
        private @Nullable Path lambdaPackage;
        private BackendStage stage = BackendStage.DEV;
        private @Nullable String name;
        private Runtime runtime = BackendDefaults.RUNTIME;
        private Architecture architecture = BackendDefaults.ARCHITECTURE;
        private boolean snapStart = BackendDefaults.SNAP_START;
        private boolean tracing = true;
        private @Nullable RetentionDays logRetention;
        private boolean runApi = true;
        private boolean httpApi = true;
        private @Nullable Jwt jwt;
        private boolean dashboard = true;
        private @Nullable Boolean alarms;
        private @Nullable ITopic alarmTopic;
        private @Nullable IEventBus notices;
        private @Nullable Integer reservedConcurrency;
        private TaskOptions tasks = TaskOptions.create();
        private final Map<String, TaskOptions> tasksByName = new LinkedHashMap<>();

        private Builder(Construct scope, String id) {
            this.scope = scope;
            this.id = id;
        }

        /** Returns a builder of a backend in a stack. */
        public static Builder create(Construct scope, String id) {
            return new Builder(scope, id);
        }

        /** Adds a workflow, translated for AWS. Can be called for several workflows with different names. */
        public Builder workflow(Workflow<?, ?> workflow) {
            workflows.add(workflow);
            return this;
        }

        /**
         * Deploys the workflows of a manifest that {@code anabranch manifest} wrote, instead of {@link #workflow}.
         *
         * @param file the manifest; the files that it names are in the same folder
         * @throws IllegalArgumentException if a file is missing or is not of a manifest
         * @throws UncheckedIOException if a file cannot be read
         */
        public Builder manifest(Path file) {
            return manifest(Manifest.read(read(file), name -> read(file.resolveSibling(name))));
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (NoSuchFileException e) {
                throw new IllegalArgumentException(
                        "The file `" + file
                                + "` of the manifest does not exist. `anabranch manifest` writes all files of a manifest.",
                        e);
            } catch (IOException e) {
                throw new UncheckedIOException("The file `" + file + "` of the manifest cannot be read: " + e, e);
            }
        }

        Builder manifest(Manifest deployed) {
            manifest = deployed;
            return this;
        }

        /** Sets the code of all functions: a zip with jars in {@code lib/}, or one jar that contains everything. */
        public Builder lambdaPackage(Path file) {
            lambdaPackage = file;
            return this;
        }

        /** Sets the purpose of the deployment; {@link BackendStage#DEV} by default. */
        public Builder stage(BackendStage purpose) {
            stage = purpose;
            return this;
        }

        /**
         * Sets the prefix of the names of state machines, schedules and the dashboard, unique in the account's region:
         * letters, digits, hyphens and underscores. The stack's name by default.
         */
        public Builder name(String prefix) {
            name = prefix;
            return this;
        }

        /** Sets the Lambda runtime of the functions, Java 17 or later; Java 25 by default. */
        public Builder runtime(Runtime java) {
            runtime = java;
            return this;
        }

        /** Sets the processor architecture of the functions; arm64 by default, which costs a fifth less. */
        public Builder architecture(Architecture processors) {
            architecture = processors;
            return this;
        }

        /** Enables SnapStart: functions start from a snapshot. On by default. */
        public Builder snapStart(boolean on) {
            snapStart = on;
            return this;
        }

        /** Enables X-Ray tracing; on by default. */
        public Builder tracing(boolean on) {
            tracing = on;
            return this;
        }

        /** Sets the retention of logs; by default a week in DEV and three months in PROD. */
        public Builder logRetention(RetentionDays days) {
            logRetention = days;
            return this;
        }

        /**
         * Enables the run API; on by default. Without it, runs are started through Step Functions, and their ends are
         * not recorded.
         */
        public Builder runApi(boolean on) {
            runApi = on;
            return this;
        }

        /**
         * Enables the HTTP API in front of the run API; on by default. Without it, clients invoke the function
         * directly.
         */
        public Builder httpApi(boolean on) {
            httpApi = on;
            return this;
        }

        /**
         * Requires JSON web tokens instead of IAM credentials.
         *
         * @param issuer the address of the issuer, which begins with {@code https://}
         * @param audiences the accepted audiences, at least one
         * @throws IllegalArgumentException if there is no audience
         */
        public Builder jwt(String issuer, String... audiences) {
            if (audiences.length == 0) {
                throw new IllegalArgumentException(
                        "jwt(...) needs an audience: without one, the API would accept every token of the issuer. Name at least one.");
            }
            jwt = new Jwt(issuer, List.of(audiences));
            return this;
        }

        /** Adds a schedule that starts runs. */
        public Builder schedule(RunSchedule schedule) {
            schedules.add(schedule);
            return this;
        }

        /** Enables a CloudWatch dashboard; on by default. */
        public Builder dashboard(boolean on) {
            dashboard = on;
            return this;
        }

        /** Enables CloudWatch alarms; by default on in PROD and off in DEV. */
        public Builder alarms(boolean on) {
            alarms = on;
            return this;
        }

        /** Sets the topic that alarms notify; none by default. */
        public Builder alarmTopic(ITopic topic) {
            alarmTopic = topic;
            return this;
        }

        /**
         * Puts an event on a bus for each action that begins to wait for an answer or a callback; none by default. The
         * event has the {@code source} {@code anabranch}, the {@code detail-type} {@code Anabranch Wait}, and a detail
         * with {@code workflow}, {@code run}, {@code node}, {@code path}, {@code since} and {@code until}. It is
         * delivered at least once, usually within seconds. A rule of the bus sends it to a topic, a queue or a webhook.
         */
        public Builder notices(IEventBus bus) {
            notices = bus;
            return this;
        }

        /**
         * Reserves concurrent functions of the account for the run API, which is also its maximum; each function that
         * records and schedules runs gets a fifth of the number. With 0 nothing is reserved, and a wide fan-out can
         * delay a cancel. By default 50 in PROD and 0 in DEV. Lambda refuses the deployment if fewer than 100 remain
         * for all other functions. A new account has 10 in total: request a higher quota first, or set 0.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder reservedConcurrency(int functions) {
            if (functions < 0) {
                throw new IllegalArgumentException("reservedConcurrency is " + functions + ", but must be 0 or more.");
            }
            reservedConcurrency = functions;
            return this;
        }

        /** Adds options to the functions of all tasks. */
        public Builder tasks(TaskOptions options) {
            tasks = tasks.and(options);
            return this;
        }

        /** Adds options to the functions of one task; they override those of {@link #tasks}. */
        public Builder task(Class<? extends Task<?, ?>> task, TaskOptions options) {
            tasksByName.merge(task.getName(), options, TaskOptions::and);
            return this;
        }

        /**
         * Creates the backend.
         *
         * @throws dev.anabranch.workflow.InvalidDefinition if workflows have errors; it has the findings of all of them.
         *     The options are checked after the workflows, because the checks need the translated workflows
         * @throws IllegalArgumentException if a required option is missing, or options are invalid or contradict each other;
         *     its message has a line for each problem. Two workflows of the same name are reported alone
         */
        public AnabranchBackend build() {
            BackendSettings settings = settings();
            BackendChecks.require(scope, id, settings, workflowProblems());
            return new AnabranchBackend(scope, id, settings);
        }

        private int reservedConcurrency() {
            if (reservedConcurrency != null) {
                return reservedConcurrency;
            }
            return stage == BackendStage.PROD ? BackendDefaults.RESERVED_CONCURRENCY : 0;
        }

        private List<String> workflowProblems() {
            List<String> problems = new ArrayList<>();
            if (workflows.isEmpty() && manifest == null) {
                problems.add("The backend has no workflow. Add at least one:"
                        + " `workflow(new YourWorkflow())`, or name a manifest: `manifest(file)`.");
            }
            if (!workflows.isEmpty() && manifest != null) {
                problems.add("The backend has a manifest, and " + workflows.size()
                        + (workflows.size() == 1 ? " workflow" : " workflows")
                        + " that would not be deployed. Remove `manifest(...)` or `workflow(...)`.");
            }
            return problems;
        }

        private BackendSettings settings() {
            Manifest deployed =
                    manifest == null ? WorkflowDefinitions.manifest(scope, workflows, Definition::of) : manifest;
            return new BackendSettings(
                    deployed,
                    Optional.ofNullable(lambdaPackage),
                    stage,
                    name == null ? Stack.of(scope).getStackName() : name,
                    runtime,
                    architecture,
                    snapStart,
                    tracing,
                    logRetention == null ? stage.logs() : logRetention,
                    runApi,
                    httpApi,
                    Optional.ofNullable(jwt),
                    schedules,
                    dashboard,
                    alarms == null ? stage == BackendStage.PROD : alarms,
                    Optional.ofNullable(alarmTopic),
                    Optional.ofNullable(notices),
                    reservedConcurrency(),
                    new Tasks(tasks, tasksByName));
        }
    }
}
