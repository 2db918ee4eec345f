package dev.anabranch.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.client.internal.ActionInputs;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.DirectTransport;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.runs.internal.action.RunReader;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.lifecycle.Runs;
import dev.anabranch.runs.internal.lifecycle.SignalRequest;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.rerun.RerunRequest;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runs.internal.store.DynamoDbRunRegistry;
import dev.anabranch.runtime.internal.action.ActionRunner;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreFaults;
import dev.anabranch.task.Task;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A deterministic embedded cloud: everything runs on the caller's thread, and backoffs take no time. */
final class TestCloud implements AutoCloseable {

    static final String RUN = "run-1";

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int THREADS = 4;
    private static final int MOST_SECONDS = 60;

    private final Storage storage = Storage.inMemory();
    private final List<ExecutorService> pools = new ArrayList<>();
    private final EmbeddedCloud cloud;
    /** The records of runs, without faults. */
    private final RunRegistry stored;

    /** Creates a cloud with AWS's quotas and without faults. */
    static TestCloud calm(Path scratch) {
        return new TestCloud(scratch, UnaryOperator.identity(), StoreFaults.NONE);
    }

    /** Creates a cloud without faults in which actions run in parallel. */
    static TestCloud threaded(Path scratch) {
        return new TestCloud(scratch, UnaryOperator.identity(), StoreFaults.NONE, true);
    }

    /** Creates a cloud in which only tasks fail. */
    static TestCloud ofTasks(Path scratch, Function<Class<?>, Task<?, ?>> tasks) {
        return new TestCloud(scratch, UnaryOperator.identity(), StoreFaults.NONE, false, tasks);
    }

    /** Creates a cloud in which tasks, calls and stores fail. */
    static TestCloud faulty(
            Path scratch,
            Function<Class<?>, Task<?, ?>> tasks,
            UnaryOperator<LambdaInvoker> invocations,
            StoreFaults faults) {
        return new TestCloud(scratch, invocations, faults, false, tasks);
    }

    TestCloud(Path scratch, UnaryOperator<LambdaInvoker> invocations, StoreFaults faults) {
        this(scratch, invocations, faults, false);
    }

    private TestCloud(Path scratch, UnaryOperator<LambdaInvoker> invocations, StoreFaults faults, boolean threaded) {
        this(scratch, invocations, faults, threaded, ActionRunner::instance);
    }

    private TestCloud(
            Path scratch,
            UnaryOperator<LambdaInvoker> invocations,
            StoreFaults faults,
            boolean threaded,
            Function<Class<?>, Task<?, ?>> tasks) {
        VirtualClock clock = new VirtualClock(START);
        cloud = EmbeddedCloud.builder()
                .clock(clock)
                .awaits((run, node, path) -> Answers.of(node, path)
                        .ifPresent(answer -> clock.schedule(
                                Duration.ofSeconds(1 + path.hashCode() % 7L),
                                () -> answer(new SignalRequest(run, node, List.of(path), answer, node + path)))))
                .engine(executor(threaded))
                .threads(executor(threaded))
                .readers(executor(threaded))
                .random(new Random(1))
                .storage(storage)
                .scratch(scratch)
                .invocations(invocations)
                .faults(faults)
                .tasks(tasks)
                .build();
        stored = new DynamoDbRunRegistry(
                new EmbeddedDynamoDb(storage, clock), EmbeddedCloud.TABLE, DynamoDbActionStore.RETENTION);
    }

    private void answer(SignalRequest request) {
        cloud.runs().signal(request);
    }

    private Executor executor(boolean threaded) {
        if (!threaded) {
            return Runnable::run;
        }
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        pools.add(pool);
        return pool;
    }

    /** Runs a workflow until its end. */
    EmbeddedRun run(Workflow<?, ?> workflow, JsonNode input) {
        return run(workflow, Target.AWS, input);
    }

    /** Runs the translation of a workflow for a target until its end. */
    EmbeddedRun run(Workflow<?, ?> workflow, Target target, JsonNode input) {
        Deployment deployment = cloud.deploy(workflow, target);
        return ended(cloud.start(deployment, RUN, input));
    }

    /** Reruns {@link #RUN} until its end. */
    EmbeddedRun rerun(String runId, RerunSelection selection) {
        return rerun(runId, RUN, selection);
    }

    /** Reruns a run until its end. */
    EmbeddedRun rerun(String runId, String source, RerunSelection selection) {
        return ended(cloud.ending(
                cloud.runs().rerun(RerunRequest.of(source, selection).named(runId))));
    }

    private EmbeddedRun ended(CompletableFuture<EmbeddedRun> run) {
        if (pools.isEmpty() && !run.isDone()) {
            throw new AssertionError("The run hangs: it has not ended, but no event is pending.");
        }
        EmbeddedRun ended = run.orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
        new EndedRuns(cloud.runs(), stored).check(ended.id());
        return ended;
    }

    Runs runs() {
        return cloud.runs();
    }

    /** Returns the inputs of a run's actions, as clients read them. */
    ActionInputs inputs(String runId) {
        RunApi.Builder api =
                RunApi.builder().runs(cloud.runs()).clock(() -> START).pause(time -> {});
        return new ActionInputs(new RunClient(new DirectTransport(api, cloud.payloads())), runId);
    }

    RunReader reader() {
        return cloud.reader();
    }

    @Override
    public void close() {
        pools.forEach(ExecutorService::shutdownNow);
        cloud.close();
        storage.close();
    }
}
