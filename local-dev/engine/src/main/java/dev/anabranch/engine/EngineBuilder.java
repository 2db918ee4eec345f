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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Options of an engine. Without any: the machine's clock, its own threads, AWS's quotas, region {@code us-east-1}, account
 * {@code 000000000000}, and no integration but {@code states:startExecution}.
 */
public final class EngineBuilder {

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

    /** Whose time it is. */
    public EngineBuilder clock(EngineClock time) {
        clock = time;
        return this;
    }

    /** What runs executions; what it is given never blocks. {@code Runnable::run} makes everything happen in the caller. */
    public EngineBuilder executor(Executor runner) {
        executor = runner;
        return this;
    }

    /** What reads and writes objects; what it is given may block. */
    public EngineBuilder blockingExecutor(Executor runner) {
        blocking = runner;
        return this;
    }

    /** Where ids, jitter and random functions draw from. */
    public EngineBuilder random(RandomGenerator generator) {
        random = generator;
        return this;
    }

    /** What calls functions: {@code lambda:invoke} and functions' own ARNs. */
    public EngineBuilder functions(LambdaInvoker invoker) {
        LambdaIntegration integration = new LambdaIntegration(invoker);
        functions = integration;
        return integration("lambda:invoke", integration);
    }

    /**
     * Registers a service integration.
     *
     * @param name service and action as the resource ARN has them, for instance {@code dynamodb:updateItem}; with {@code .sync} or
     *     {@code .sync:2} for one that waits for a job
     */
    public EngineBuilder integration(String name, Integration integration) {
        integrations.put(name, integration);
        return this;
    }

    /** What Distributed Maps read and write. */
    public EngineBuilder objects(ObjectStore store) {
        objects = store;
        return this;
    }

    /** What is told of everything that AWS would charge for. */
    public EngineBuilder meter(Meter told) {
        meter = told;
        return this;
    }

    /** What is limited. */
    public EngineBuilder quotas(EngineQuotas limits) {
        quotas = limits;
        return this;
    }

    /** What keeps state machines and executions over a restart; nothing by default. The caller closes it after the engine. */
    public EngineBuilder journal(Journal kept) {
        journal = kept;
        return this;
    }

    /** The region in ARNs. */
    public EngineBuilder region(String name) {
        region = name;
        return this;
    }

    /** The account in ARNs. */
    public EngineBuilder account(String id) {
        account = id;
        return this;
    }

    /** An engine. */
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
        owned.add(threads::shutdownNow);
        return threads;
    }

    /** What the engine closes because it made it. */
    AutoCloseable ownedThreads() {
        List<AutoCloseable> all = List.copyOf(owned);
        return () -> {
            for (AutoCloseable one : all) {
                one.close();
            }
        };
    }
}
