package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.embedded.internal.billing.FunctionMeter;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.metering.Meter;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.quotas.internal.LambdaQuotas;
import dev.anabranch.runtime.internal.action.ActionRunner;
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

/** Gathers the parts of an {@link EmbeddedCloud}. */
public final class EmbeddedCloudBuilder {

    /** What Lambda gives an account. */
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
    Path scratch;

    @Nullable
    RandomGenerator random;

    LogSink log = line -> {};

    @Nullable
    Executor engine;

    StoreFaults faults = StoreFaults.NONE;
    UnaryOperator<LambdaInvoker> invocations = UnaryOperator.identity();
    ActionObserver observer = ActionObserver.NONE;
    Meter meter = Meter.NONE;
    StoreMeter storeMeter = StoreMeter.NONE;
    FunctionMeter functionMeter = FunctionMeter.NONE;
    EngineQuotas quotas = EngineQuotas.aws();

    @Nullable
    LambdaInvoker elsewhere;

    int concurrency = LAMBDA_CONCURRENCY;
    Consumer<String> complaints = sentence -> {};
    Duration lostAfter = Duration.ZERO;
    Consumer<Duration> pause = duration -> {};
    DefinitionCaller definitions = DefinitionCaller.DIRECT;
    Journal journal = Journal.NONE;
    Function<Class<?>, Task<?, ?>> tasks = ActionRunner::instance;

    EmbeddedCloudBuilder() {}

    /** The time. */
    public EmbeddedCloudBuilder clock(EngineClock time) {
        clock = time;
        return this;
    }

    /** What runs functions: as many in parallel as it has threads. */
    public EmbeddedCloudBuilder threads(Executor executor) {
        threads = executor;
        return this;
    }

    /**
     * How many invocations of functions may be in flight, as an account's concurrency on Lambda; more are throttled with {@code
     * TooManyRequestsException}. {@value #LAMBDA_CONCURRENCY} by default.
     */
    public EmbeddedCloudBuilder concurrency(int invocations) {
        concurrency = invocations;
        return this;
    }

    /** What is notified, in sentences for people, of functions that do not return; nothing by default. */
    public EmbeddedCloudBuilder complaints(Consumer<String> listener) {
        complaints = listener;
        return this;
    }

    /** What reads and writes the stores on behalf of actions; must not be the one that runs them. */
    public EmbeddedCloudBuilder readers(Executor executor) {
        readers = executor;
        return this;
    }

    /** Where records and payloads are kept. */
    public EmbeddedCloudBuilder storage(Storage data) {
        storage = data;
        return this;
    }

    /** A folder for temporary files. */
    public EmbeddedCloudBuilder scratch(Path folder) {
        scratch = folder;
        return this;
    }

    /** Where ids and jitter are drawn from. */
    public EmbeddedCloudBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /**
     * What runs state machines; what it is given never blocks. Its own threads by default. With {@code Runnable::run} here, for
     * {@link #threads} and for {@link #readers}, a run is over when {@link EmbeddedCloud#start} returns, and always goes the same way.
     */
    public EmbeddedCloudBuilder engine(Executor executor) {
        engine = executor;
        return this;
    }

    /** What goes wrong in the stores; nothing by default. */
    public EmbeddedCloudBuilder faults(StoreFaults injected) {
        faults = injected;
        return this;
    }

    /** What happens to calls of functions on their way: throttles, crashes, duplicates. Nothing by default. */
    public EmbeddedCloudBuilder invocations(UnaryOperator<LambdaInvoker> way) {
        invocations = way;
        return this;
    }

    /** Where the lines of actions go; nowhere by default. */
    public EmbeddedCloudBuilder log(LogSink sink) {
        log = sink;
        return this;
    }

    /** Who is told of progress; nobody by default. */
    public EmbeddedCloudBuilder observer(ActionObserver listener) {
        observer = listener;
        return this;
    }

    /** Who is told what Step Functions would bill; nobody by default. */
    public EmbeddedCloudBuilder meter(Meter told) {
        meter = told;
        return this;
    }

    /** Who is told what DynamoDB and S3 would bill; nobody by default. */
    public EmbeddedCloudBuilder storeMeter(StoreMeter told) {
        storeMeter = told;
        return this;
    }

    /** Who is told what Lambda would bill; nobody by default. */
    public EmbeddedCloudBuilder functionMeter(FunctionMeter told) {
        functionMeter = told;
        return this;
    }

    /** What counts everything that AWS would bill. */
    public EmbeddedCloudBuilder billedBy(BillMeter all) {
        return meter(all).storeMeter(all).functionMeter(all);
    }

    /** What is limited; by default what AWS limits. */
    public EmbeddedCloudBuilder quotas(EngineQuotas limits) {
        quotas = limits;
        return this;
    }

    /**
     * What makes the task of a class, {@link ActionRunner#instance} by default. It may make something else that does the work: types
     * are those of the class.
     */
    public EmbeddedCloudBuilder tasks(Function<Class<?>, Task<?, ?>> maker) {
        tasks = maker;
        return this;
    }

    /** What calls the functions that are not deployed here; by default they do not exist. */
    public EmbeddedCloudBuilder functionsElsewhere(LambdaInvoker invoker) {
        elsewhere = invoker;
        return this;
    }

    /**
     * How long after its start a run is given up that this cloud's engine does not know; at once by default. Runs in a storage may be
     * another process's business.
     */
    public EmbeddedCloudBuilder lostAfter(Duration duration) {
        lostAfter = duration;
        return this;
    }

    /** Waits between looks at what a cancelled run leaves behind; not at all by default. */
    public EmbeddedCloudBuilder pause(Consumer<Duration> waiting) {
        pause = waiting;
        return this;
    }

    /** Calls the {@code define} of workflows that are deployed; on the caller's thread and without a limit by default. */
    public EmbeddedCloudBuilder definitions(DefinitionCaller caller) {
        definitions = caller;
        return this;
    }

    /** What keeps state machines and executions over a restart; nothing by default. The caller closes it after the cloud. */
    public EmbeddedCloudBuilder journal(Journal kept) {
        journal = kept;
        return this;
    }

    /** The cloud, ready to run. */
    public EmbeddedCloud build() {
        return new EmbeddedCloud(this);
    }
}
