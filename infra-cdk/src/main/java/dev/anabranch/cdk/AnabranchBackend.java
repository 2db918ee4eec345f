package dev.anabranch.cdk;

import dev.anabranch.cdk.BackendSettings.Jwt;
import dev.anabranch.translate.internal.emit.Definition;
import dev.anabranch.translate.internal.manifest.Manifest;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.dynamodb.ITable;
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
import software.constructs.IConstruct;

/**
 * All that workflows need on AWS: a function for each task, a state machine for each workflow, the table of the records, the bucket of
 * the payloads, and the run API with IAM authorization.
 *
 * <pre>{@code
 * AnabranchBackend.Builder.create(stack, "Backend")
 *     .workflows(new LandCover())
 *     .lambdaPackage(Path.of("target/app-lambda.zip"))
 *     .stage(BackendStage.PROD)
 *     .build();
 * }</pre>
 */
public final class AnabranchBackend extends Construct {

    /** The stack's output with the address of the run API. */
    public static final String API_URL = "ApiUrl";

    /** The stack's output with the ARN of the function behind the run API. */
    public static final String API_FUNCTION = "ApiFunctionArn";

    /** The stack's output with the name of the table. */
    public static final String TABLE_NAME = "TableName";

    /** The stack's output with the name of the bucket. */
    public static final String BUCKET_NAME = "BucketName";

    /** The stack's output with what the ARN of each state machine begins with; the name of the workflow follows. */
    public static final String MACHINE_PREFIX = "StateMachinePrefix";

    private final String name;
    private final StoreResources stores;
    private final WorkflowMachines machines;
    private final Optional<IFunction> runApi;
    private final Optional<HttpApi> api;

    private AnabranchBackend(Construct scope, String id, BackendSettings settings) {
        super(scope, id);
        name = settings.name();
        requireOnlyOneOfThatName();
        stores = new StoreResources(RecordsTable.in(this, settings.stage()), PayloadBucket.in(this, settings.stage()));
        LambdaFunctions functions = new LambdaFunctions(settings);
        TaskFunctions tasks = TaskFunctions.in(this, settings, functions, stores);
        machines = WorkflowMachines.in(this, settings, stores, tasks);
        output(TABLE_NAME, stores.table().getTableName());
        output(BUCKET_NAME, stores.bucket().getBucketName());
        output(MACHINE_PREFIX, machines.prefix());
        Optional<Queue> undelivered = Optional.empty();
        if (settings.runApi()) {
            RunFunctions runs = new RunFunctions(this, settings, functions, stores, machines);
            Queue queue = RunEvents.undelivered(this);
            Alias behind = runs.api();
            RunEvents.in(this, machines.arns(), runs.status(queue), queue);
            if (!settings.schedules().isEmpty()) {
                RunSchedules.in(this, settings, runs.scheduled(queue), queue);
            }
            undelivered = Optional.of(queue);
            runApi = Optional.of(behind);
            output(API_FUNCTION, behind.getFunctionArn());
            api = settings.httpApi() ? Optional.of(RunHttpApi.in(this, settings, behind)) : Optional.empty();
            api.ifPresent(http -> output(API_URL, http.getApiEndpoint()));
        } else {
            runApi = Optional.empty();
            api = Optional.empty();
        }
        BackendMonitoring.of(this, settings, new BackendMonitoring.Subjects(machines, tasks, stores, api, undelivered));
    }

    private void requireOnlyOneOfThatName() {
        for (IConstruct other : Stack.of(this).getNode().findAll()) {
            if (other != this && other instanceof AnabranchBackend backend && backend.name.equals(name)) {
                throw new IllegalArgumentException("The stack has a backend `" + name
                        + "` already, and so state machines of the same names. Give one of them another `name(...)`.");
            }
        }
    }

    /** The stack's only backend has outputs of these names; what another one's are called begins with its path. */
    private void output(String name, String value) {
        Stack stack = Stack.of(this);
        Construct owner = stack.getNode().tryFindChild(name) == null ? stack : this;
        CfnOutput.Builder.create(owner, name).value(value).build();
    }

    /** The table of the records. */
    public ITable table() {
        return stores.table();
    }

    /** The bucket of the payloads. */
    public IBucket bucket() {
        return stores.bucket();
    }

    /** The state machine of a workflow; empty where the manifest does not have it. */
    public Optional<CfnStateMachine> stateMachine(String workflow) {
        return machines.find(workflow);
    }

    /** The function behind the run API; empty where there is none. */
    public Optional<IFunction> runApiFunction() {
        return runApi;
    }

    /** The HTTP API before it; empty where there is none. */
    public Optional<HttpApi> httpApi() {
        return api;
    }

    /** Says what a backend is to be like. The workflows and the Lambda package must be given; all else has defaults. */
    public static final class Builder {
        private final Construct scope;
        private final String id;
        private final List<RunSchedule> schedules = new ArrayList<>();
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
        private @Nullable Integer reservedConcurrency;

        private Builder(Construct scope, String id) {
            this.scope = scope;
            this.id = id;
        }

        /** A backend in a stack. */
        public static Builder create(Construct scope, String id) {
            return new Builder(scope, id);
        }

        /**
         * Deploys these workflows, translated for AWS.
         *
         * @throws dev.anabranch.workflow.InvalidDefinition if a workflow cannot be translated
         */
        public Builder workflows(Workflow<?, ?>... deployed) {
            return manifest(
                    Manifest.of(Arrays.stream(deployed).map(Definition::of).toArray(Definition[]::new)));
        }

        /**
         * Deploys the workflows of a manifest that {@code anabranch manifest} wrote.
         *
         * @param file the manifest; the files that it names are in the same folder
         * @throws UncheckedIOException if a file cannot be read
         */
        public Builder manifest(Path file) {
            return manifest(Manifest.read(read(file), name -> read(file.resolveSibling(name))));
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Builder manifest(Manifest deployed) {
            manifest = deployed;
            return this;
        }

        /** The code of all functions: a zip with jars in {@code lib/}, or one jar with everything. */
        public Builder lambdaPackage(Path file) {
            lambdaPackage = file;
            return this;
        }

        /** What the deployment is for; {@link BackendStage#DEV} if left out. */
        public Builder stage(BackendStage purpose) {
            stage = purpose;
            return this;
        }

        /**
         * What the names of state machines, schedules and the dashboard begin with, unique in the account's region: letters, digits,
         * hyphens and underscores. The stack's name if left out.
         */
        public Builder name(String prefix) {
            name = prefix;
            return this;
        }

        /** What runs the functions; Java 25 if left out. Java 17 or later. */
        public Builder runtime(Runtime java) {
            runtime = java;
            return this;
        }

        /** The processors; arm64 if left out, which costs a fifth less. */
        public Builder architecture(Architecture processors) {
            architecture = processors;
            return this;
        }

        /** Whether functions begin from a snapshot that was taken after their start; see the README for what was measured. */
        public Builder snapStart(boolean on) {
            snapStart = on;
            return this;
        }

        /** Whether X-Ray follows requests; it does if left out. */
        public Builder tracing(boolean on) {
            tracing = on;
            return this;
        }

        /** How long logs are kept; a week in DEV and three months in PROD if left out. */
        public Builder logRetention(RetentionDays days) {
            logRetention = days;
            return this;
        }

        /** Whether there is a run API. Without it, runs are started with Step Functions itself, and nobody records how they end. */
        public Builder runApi(boolean on) {
            runApi = on;
            return this;
        }

        /** Whether the run API has an HTTP API before it; without, its function is invoked directly. */
        public Builder httpApi(boolean on) {
            httpApi = on;
            return this;
        }

        /** Lets in who brings a token of this issuer, whose address begins with {@code https://}, for one of these audiences, instead of who signs with IAM credentials. */
        public Builder jwt(String issuer, String... audiences) {
            if (audiences.length == 0) {
                throw new IllegalArgumentException(
                        "jwt(...) needs an audience: without one, every token of the issuer would be good for anything.");
            }
            jwt = new Jwt(issuer, List.of(audiences));
            return this;
        }

        /** Starts runs by the clock. */
        public Builder schedule(RunSchedule schedule) {
            schedules.add(schedule);
            return this;
        }

        /** Whether there is a CloudWatch dashboard; there is if left out. */
        public Builder dashboard(boolean on) {
            dashboard = on;
            return this;
        }

        /** Whether there are CloudWatch alarms; in PROD there are if left out. */
        public Builder alarms(boolean on) {
            alarms = on;
            return this;
        }

        /** Who is told of alarms; nobody if left out. */
        public Builder alarmTopic(ITopic topic) {
            alarmTopic = topic;
            return this;
        }

        /**
         * How many of the account's concurrent functions are kept for the run API, and the most that it has; a fifth of it is kept for
         * each function that follows and schedules runs. 0 keeps none, and then a wide fan-out can delay a cancel. If left out, 50 in
         * PROD and 0 in DEV. Lambda refuses the deployment if fewer than 100 would be left for all other functions, as in a new account,
         * which begins with 10: ask AWS for more first, or set 0.
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

        /**
         * The backend.
         *
         * @throws IllegalArgumentException when something is missing, or cannot be as it was said
         */
        public AnabranchBackend build() {
            return new AnabranchBackend(scope, id, settings());
        }

        private int reservedConcurrency() {
            if (reservedConcurrency != null) {
                return reservedConcurrency;
            }
            return stage == BackendStage.PROD ? BackendDefaults.RESERVED_CONCURRENCY : 0;
        }

        private BackendSettings settings() {
            if (manifest == null) {
                throw new IllegalArgumentException(
                        "A backend needs workflows: add `workflows(new YourWorkflow())` or `manifest(file)`.");
            }
            if (lambdaPackage == null) {
                throw new IllegalArgumentException("A backend needs a lambdaPackage: the zip that your build makes.");
            }
            if (!Files.isRegularFile(lambdaPackage)) {
                throw new IllegalArgumentException("The Lambda package `" + lambdaPackage
                        + "` is not there. Build it first: `mvn package` makes it.");
            }
            if (!runApi && (!schedules.isEmpty() || jwt != null)) {
                throw new IllegalArgumentException(
                        "Schedules and tokens go through the run API: leave runApi(false) out, or these.");
            }
            Set<String> names = new HashSet<>();
            for (RunSchedule schedule : schedules) {
                if (!names.add(schedule.name())) {
                    throw new IllegalArgumentException("Two schedules have the name `" + schedule.name() + "`.");
                }
            }
            return new BackendSettings(
                    manifest,
                    lambdaPackage,
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
                    reservedConcurrency());
        }
    }
}
