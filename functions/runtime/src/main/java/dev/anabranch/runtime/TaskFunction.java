package dev.anabranch.runtime;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.invoke.ActionHost;
import dev.anabranch.runtime.internal.invoke.Delivery;
import dev.anabranch.runtime.internal.invoke.JobTimer;
import dev.anabranch.runtime.internal.invoke.TaskInstances;
import dev.anabranch.runtime.internal.invoke.TaskStreams;
import dev.anabranch.runtime.internal.lambda.FunctionSettings;
import dev.anabranch.runtime.internal.lambda.JsonLogSink;
import dev.anabranch.runtime.internal.lambda.LambdaLogging;
import dev.anabranch.runtime.internal.lambda.SdkClients;
import dev.anabranch.runtime.internal.lambda.SecretReader;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.store.S3PayloadStore;
import dev.anabranch.task.TaskSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The Lambda handler of every task's function. It reads three environment variables: {@value #TASK}, the class of the
 * task, {@value #TABLE} and {@value #BUCKET}. If SnapStart is enabled, {@link SnapStartPriming} runs before the
 * snapshot.
 */
public final class TaskFunction implements RequestStreamHandler {

    /** The variable with the class of the task. */
    public static final String TASK = "ANABRANCH_TASK";

    /** The variable with the DynamoDB table of the records. */
    public static final String TABLE = "ANABRANCH_TABLE";

    /** The variable with the S3 bucket of the payloads. */
    public static final String BUCKET = "ANABRANCH_BUCKET";

    /** Threads for parallel reads and writes. They start on demand, so a snapshot has none. */
    private static final int THREADS = 8;

    private static final int IDLE_SECONDS = 30;

    /** The streams that Lambda sends to CloudWatch, before tasks get their own. */
    private static final PrintStream OUT = System.out;

    private static final PrintStream ERR = System.err;

    /** The settings of {@code java.util.logging} that a user may have made. */
    private static final List<String> LOGGING =
            List.of("java.util.logging.config.class", "java.util.logging.config.file");

    private final ActionRunner runner;
    private final InstantSource clock;

    /** Creates the handler from the environment. Lambda calls it. */
    public TaskFunction() {
        this(System.getenv());
    }

    private TaskFunction(Map<String, String> environment) {
        this(runner(TaskFunctionSettings.of(environment), environment), Clock.systemUTC());
        TaskStreams.install(OUT, ERR);
        if (LOGGING.stream().allMatch(name -> System.getProperty(name) == null)) {
            // Not configured here, because most functions never use it, and its classes delay a cold start.
            System.setProperty(LOGGING.get(0), LambdaLogging.class.getName());
        }
    }

    TaskFunction(ActionRunner runner, InstantSource clock) {
        this.runner = runner;
        this.clock = clock;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Delivery delivery = new Delivery(clock.instant().plusMillis(context.getRemainingTimeInMillis()), log(context));
        output.write(runner.handle(input.readAllBytes(), delivery));
    }

    /** Returns the location of the log in CloudWatch. Names of groups and streams have no colon. */
    private static String log(Context context) {
        return String.join(":", context.getLogGroupName(), context.getLogStreamName(), context.getAwsRequestId());
    }

    private static ActionRunner runner(TaskFunctionSettings settings, Map<String, String> environment) {
        SdkClients clients = SdkClients.of(settings.platform());
        TaskSettings configured = new FunctionSettings(environment, new SecretReader(clients), Clock.systemUTC());
        ActionStore actions =
                new DynamoDbActionStore(clients.dynamoDb(), settings.table(), DynamoDbActionStore.RETENTION);
        TaskInstances instances = TaskInstances.of(settings.task().getClassLoader());
        Runtime.getRuntime().addShutdownHook(new Thread(instances::close, "anabranch-close"));
        ActionRunner runner = ActionRunner.of(
                settings.task(),
                instances.create(settings.task(), configured),
                host(actions, clients, settings, configured));
        if (settings.platform().snapStart()) {
            clients.s3();
            new SnapStartPriming(
                            actions,
                            rehearsed -> host(rehearsed, clients, settings, configured),
                            Clock.systemUTC(),
                            OUT::println)
                    .register();
        }
        return runner;
    }

    private static ActionHost host(
            ActionStore actions, SdkClients clients, TaskFunctionSettings settings, TaskSettings configured) {
        Executor threads = threads();
        return ActionHost.builder()
                .actions(actions)
                .payloads(new S3PayloadStore(clients::s3, settings.bucket()))
                .clock(Clock.systemUTC())
                .timer(timer(threads))
                .executor(threads)
                .workers(workers())
                .heapBytes(Runtime.getRuntime().maxMemory())
                .log(new JsonLogSink(OUT))
                .scratch(Path.of("/tmp"))
                .settings(configured)
                .build();
    }

    /** Returns the timer of the JVM. Its thread starts with the first job, so a snapshot has none. */
    private static JobTimer timer(Executor threads) {
        return (delay, job) -> {
            CompletableFuture<Void> due =
                    new CompletableFuture<Void>().completeOnTimeout(null, delay.toMillis(), TimeUnit.MILLISECONDS);
            CompletableFuture<Void> unused = due.thenRunAsync(job, threads);
            return () -> due.cancel(false);
        };
    }

    /** Returns an executor with a thread for each action of a batch that runs in parallel. */
    private static Executor workers() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), job -> {
                    Thread thread = new Thread(job, "anabranch-task");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Returns an executor for parallel reads and writes. Threads start on demand and stop when idle. */
    public static Executor threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), job -> {
                    Thread thread = new Thread(job, "anabranch-io");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
