package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.embedded.internal.billing.FunctionMeter;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.metering.Meter;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.runs.internal.record.ExecutionService;
import dev.anabranch.runs.internal.record.RunLogs;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.invoke.LogSink;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.stores.internal.storage.StoreMeter;
import dev.anabranch.task.Task;
import dev.anabranch.workflow.internal.graph.DefinitionCaller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Builds an {@link EmbeddedCloud}. */
public final class EmbeddedCloudBuilder {

    /** The default quota of concurrent functions in an AWS account. */
    public static final int LAMBDA_CONCURRENCY = LambdaQuotas.CONCURRENCY;

    @Nullable
    EngineClock clock;

    @Nullable
    Executor threads;

    @Nullable
    Executor readers;

    @Nullable
    Storage storage;

    @Nullable
    RemoteStores storesElsewhere;

    UnaryOperator<ExecutionService> executions = UnaryOperator.identity();

    @Nullable
    Path scratch;

    @Nullable
    RandomGenerator random;

    LogSink log = line -> {};
    long logBytes = Long.MAX_VALUE;

    @Nullable
    RunLogs logs;

    @Nullable
    Executor engine;

    StoreFaults faults = StoreFaults.NONE;
    UnaryOperator<LambdaInvoker> invocations = UnaryOperator.identity();
    AwaitObserver awaits = AwaitObserver.NONE;
    ActionObserver observer = ActionObserver.NONE;
    Meter meter = Meter.NONE;
    StoreMeter storeMeter = StoreMeter.NONE;
    FunctionMeter functionMeter = FunctionMeter.NONE;
    EngineQuotas quotas = EngineQuotas.aws();

    @Nullable
    LambdaInvoker elsewhere;

    int concurrency = LAMBDA_CONCURRENCY;
    boolean oneAtATime;
    Consumer<String> complaints = sentence -> {};
    Duration lostAfter = Duration.ZERO;
    Consumer<Duration> pause = duration -> {};
    DefinitionCaller definitions = DefinitionCaller.DIRECT;
    Journal journal = Journal.NONE;
    UnaryOperator<RunRegistry> registry = UnaryOperator.identity();
    EarlierExecutions earlier = EarlierExecutions.NONE;
    LocalSettings settings = LocalSettings.NONE;

    @Nullable
    Function<Class<?>, Task<?, ?>> tasks;

    EmbeddedCloudBuilder() {}

    /** Sets the clock. */
    public EmbeddedCloudBuilder clock(EngineClock time) {
        clock = time;
        return this;
    }

    /** Runs functions one after the other, so that a debugger stops in one action only. */
    public EmbeddedCloudBuilder oneAtATime(boolean serial) {
        oneAtATime = serial;
        return this;
    }

    /** Uses the stores of another process instead of a storage. */
    public EmbeddedCloudBuilder stores(RemoteStores stores) {
        storesElsewhere = stores;
        return this;
    }

    /** Adds the executions of other processes to those of the engine. */
    public EmbeddedCloudBuilder executions(UnaryOperator<ExecutionService> others) {
        executions = others;
        return this;
    }

    /** Sets the executor of functions; its number of threads limits how many run in parallel. */
    public EmbeddedCloudBuilder threads(Executor executor) {
        threads = executor;
        return this;
    }

    /**
     * Sets the maximum number of invocations in flight, like the concurrency quota of an AWS account. Further
     * invocations are throttled with {@code TooManyRequestsException}. The default is {@value #LAMBDA_CONCURRENCY}.
     */
    public EmbeddedCloudBuilder concurrency(int invocations) {
        concurrency = invocations;
        return this;
    }

    /** Sets the receiver of messages for users about functions that do not return; none by default. */
    public EmbeddedCloudBuilder complaints(Consumer<String> listener) {
        complaints = listener;
        return this;
    }

    /**
     * Sets the executor for reads and writes of the stores by actions; it must differ from that of {@link #threads},
     * whose threads wait for it.
     */
    public EmbeddedCloudBuilder readers(Executor executor) {
        readers = executor;
        return this;
    }

    /** Sets the storage of records and payloads. */
    public EmbeddedCloudBuilder storage(Storage data) {
        storage = data;
        return this;
    }

    /** Sets the folder for temporary files. */
    public EmbeddedCloudBuilder scratch(Path folder) {
        scratch = folder;
        return this;
    }

    /** Sets the source of random ids and jitter. */
    public EmbeddedCloudBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /**
     * Sets the executor of state machines, whose work never blocks; by default the engine's threads. With {@code
     * Runnable::run} here, in {@link #threads} and in {@link #readers}, a run has ended when {@link
     * EmbeddedCloud#start} returns, and is deterministic.
     */
    public EmbeddedCloudBuilder engine(Executor executor) {
        engine = executor;
        return this;
    }

    /** Sets the faults of the stores; none by default. */
    public EmbeddedCloudBuilder faults(StoreFaults injected) {
        faults = injected;
        return this;
    }

    /** Sets a wrapper around calls of functions, which can throttle, fail or duplicate them; none by default. */
    public EmbeddedCloudBuilder invocations(UnaryOperator<LambdaInvoker> way) {
        invocations = way;
        return this;
    }

    /** Sets the receiver of actions' log lines; by default they are discarded. */
    public EmbeddedCloudBuilder log(LogSink sink) {
        log = sink;
        return this;
    }

    /** Sets the maximum size of the log of an attempt in bytes; by default there is none. */
    public EmbeddedCloudBuilder logBytes(long bytes) {
        logBytes = bytes;
        return this;
    }

    /** Sets the logs of runs that the run API reads and deletes; by default it has none. */
    public EmbeddedCloudBuilder logs(RunLogs kept) {
        logs = kept;
        return this;
    }

    /** Sets the observer of progress; none by default. */
    public EmbeddedCloudBuilder observer(ActionObserver listener) {
        observer = listener;
        return this;
    }

    /** Sets the observer of actions that wait for an answer; none by default. */
    public EmbeddedCloudBuilder awaits(AwaitObserver listener) {
        awaits = listener;
        return this;
    }

    /** Sets the meter of Step Functions; none by default. */
    public EmbeddedCloudBuilder meter(Meter told) {
        meter = told;
        return this;
    }

    /** Sets the meter of DynamoDB and S3; none by default. */
    public EmbeddedCloudBuilder storeMeter(StoreMeter told) {
        storeMeter = told;
        return this;
    }

    /** Sets the meter of Lambda; none by default. */
    public EmbeddedCloudBuilder functionMeter(FunctionMeter told) {
        functionMeter = told;
        return this;
    }

    /** Sets one meter for everything that AWS would bill. */
    public EmbeddedCloudBuilder billedBy(BillMeter all) {
        return meter(all).storeMeter(all).functionMeter(all);
    }

    /** Sets the enforced quotas; those of AWS by default. */
    public EmbeddedCloudBuilder quotas(EngineQuotas limits) {
        quotas = limits;
        return this;
    }

    /**
     * Sets the creation of tasks; by default that of {@link dev.anabranch.task.TaskFactory}. It may return an object of
     * another class that does the work; the input and output types are those of the task's class.
     */
    public EmbeddedCloudBuilder tasks(Function<Class<?>, Task<?, ?>> maker) {
        tasks = maker;
        return this;
    }

    /** Sets the settings and secrets of tasks; none by default. */
    public EmbeddedCloudBuilder settings(LocalSettings configured) {
        settings = configured;
        return this;
    }

    /** Sets the invoker of functions that are not deployed here; by default such functions do not exist. */
    public EmbeddedCloudBuilder functionsElsewhere(LambdaInvoker invoker) {
        elsewhere = invoker;
        return this;
    }

    /**
     * Sets how long after its start a run is lost if the engine does not know its execution; immediately by default.
     * Another process may run workflows with the same storage.
     */
    public EmbeddedCloudBuilder lostAfter(Duration duration) {
        lostAfter = duration;
        return this;
    }

    /** Sets how to wait between the sweeps of a cancelled run; by default there is no wait. */
    public EmbeddedCloudBuilder pause(Consumer<Duration> waiting) {
        pause = waiting;
        return this;
    }

    /**
     * Sets the caller of {@code define} of deployed workflows; by default it runs on the caller's thread without a
     * limit.
     */
    public EmbeddedCloudBuilder definitions(DefinitionCaller caller) {
        definitions = caller;
        return this;
    }

    /** Sets a wrapper of the records of runs; none by default. */
    public EmbeddedCloudBuilder registry(UnaryOperator<RunRegistry> wrapper) {
        registry = wrapper;
        return this;
    }

    /** Sets the executions that the engine does not know, for instance those of a server; none by default. */
    public EmbeddedCloudBuilder earlier(EarlierExecutions executions) {
        earlier = executions;
        return this;
    }

    /**
     * Sets the journal that keeps state machines and executions over a restart; none by default. The caller closes it
     * after the cloud.
     */
    public EmbeddedCloudBuilder journal(Journal kept) {
        journal = kept;
        return this;
    }

    /** Builds the cloud. */
    public EmbeddedCloud build() {
        return new EmbeddedCloud(this);
    }
}
