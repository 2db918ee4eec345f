package dev.anabranch.engine;

import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.integration.Integration;
import dev.anabranch.engine.integration.Integrations;
import dev.anabranch.engine.integration.LambdaIntegration;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.integration.ObjectStore;
import dev.anabranch.engine.internal.message.CurrentMessage;
import dev.anabranch.engine.internal.port.ExecutionPorts;
import dev.anabranch.engine.internal.query.jsonata.JsonataEvaluator;
import dev.anabranch.engine.internal.query.jsonpath.JsonPathEvaluator;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.metering.Meter;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.engine.time.SystemClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Builds an engine. Defaults: the system clock, separate threads, the quotas of AWS, region {@code us-east-1}, account
 * {@code 000000000000}, and {@code states:startExecution} as the only integration.
 */
public final class EngineBuilder {

    private static final Duration LAST_MESSAGE = Duration.ofSeconds(5);

    private final Map<String, Integration> integrations = new TreeMap<>();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private @Nullable EngineClock clock;
    private @Nullable Executor executor;
    private @Nullable Executor blocking;
    private @Nullable RandomGenerator random;
    private @Nullable LambdaIntegration functions;
    private @Nullable ObjectStore objects;
    private Meter meter = Meter.NONE;
    private EngineQuotas quotas = EngineQuotas.aws();
    private Journal journal = Journal.NONE;
    private String region = "us-east-1";
    private String account = "000000000000";

    EngineBuilder() {}

    /** Sets the clock. Default: the system clock. */
    public EngineBuilder clock(EngineClock time) {
        clock = time;
        return this;
    }

    /**
     * Sets the executor for the steps of executions, which never block. {@code Runnable::run} runs them on the calling
     * thread.
     */
    public EngineBuilder executor(Executor runner) {
        executor = runner;
        return this;
    }

    /** Sets the executor for reading and writing objects, which may block. */
    public EngineBuilder blockingExecutor(Executor runner) {
        blocking = runner;
        return this;
    }

    /** Sets the source of random numbers for ids, jitter and the random functions of expressions. */
    public EngineBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /** Sets the invoker for {@code lambda:invoke} and for tasks whose resource is a function ARN. */
    public EngineBuilder functions(LambdaInvoker invoker) {
        LambdaIntegration integration = new LambdaIntegration(invoker);
        functions = integration;
        return integration("lambda:invoke", integration);
    }

    /**
     * Registers a service integration.
     *
     * @param name service and action as in the resource ARN, for example {@code dynamodb:updateItem}; with the suffix
     *     {@code .sync} or {@code .sync:2} if it waits for a job
     */
    public EngineBuilder integration(String name, Integration integration) {
        integrations.put(name, integration);
        return this;
    }

    /** Sets the store that Distributed Map states read from and write to. */
    public EngineBuilder objects(ObjectStore store) {
        objects = store;
        return this;
    }

    /** Sets the meter that counts everything for which AWS charges. */
    public EngineBuilder meter(Meter counter) {
        meter = counter;
        return this;
    }

    /** Sets the quotas. Default: the quotas of AWS. */
    public EngineBuilder quotas(EngineQuotas limits) {
        quotas = limits;
        return this;
    }

    /**
     * Sets the journal that keeps state machines and executions across restarts. Default: none. The caller closes it
     * after the engine.
     */
    public EngineBuilder journal(Journal kept) {
        journal = kept;
        return this;
    }

    /** Sets the region in ARNs. */
    public EngineBuilder region(String name) {
        region = name;
        return this;
    }

    /** Sets the account in ARNs. */
    public EngineBuilder account(String id) {
        account = id;
        return this;
    }

    /** Returns a new engine. */
    public Engine build() {
        return new Engine(this);
    }

    String region() {
        return region;
    }

    String account() {
        return account;
    }

    ExecutionPorts ports(StartExecutionIntegration startExecution) {
        Integrations.Builder all = Integrations.builder();
        startExecution.register(all);
        integrations.forEach(all::register);
        RandomGenerator source = random == null ? new Random() : random;
        EngineClock time = clock == null ? ownClock() : clock;
        return new ExecutionPorts(
                time,
                executor == null
                        ? ownThreads("anabranch-engine", Runtime.getRuntime().availableProcessors())
                        : executor,
                blocking == null ? ownThreads("anabranch-objects", 2) : blocking,
                source,
                all.build(),
                functions,
                objects,
                meter,
                quotas,
                journal,
                new JsonataEvaluator(CurrentMessage.random(source), CurrentMessage.time(time)),
                new JsonPathEvaluator(CurrentMessage.random(source)));
    }

    private EngineClock ownClock() {
        SystemClock system = new SystemClock();
        owned.add(system);
        return system;
    }

    private Executor ownThreads(String name, int count) {
        ExecutorService threads = Executors.newFixedThreadPool(count, GuardedThread.factory(name + "-"));
        owned.add(() -> {
            threads.shutdownNow();
            // A message in progress may still write to the journal, which is closed after the engine. One that takes
            // longer finds it closed.
            var unused = threads.awaitTermination(LAST_MESSAGE.toSeconds(), TimeUnit.SECONDS);
        });
        return threads;
    }

    /** Returns a closer for the clock and the threads that this builder created. */
    AutoCloseable ownedThreads() {
        List<AutoCloseable> all = List.copyOf(owned);
        return () -> {
            for (AutoCloseable one : all) {
                one.close();
            }
        };
    }
}
