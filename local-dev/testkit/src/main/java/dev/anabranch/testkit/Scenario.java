package dev.anabranch.testkit;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.type.TypeFactory;
import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.embedded.internal.cloud.LocalSettings;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.execution.EngineQuotas.Quota;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.invoke.TaskInstances;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.task.Task;
import dev.anabranch.translate.internal.plan.PlatformRetry;
import dev.anabranch.workflow.Workflow;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import dev.anabranch.workflow.internal.graph.Graph;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.graph.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A workflow on its own embedded cloud, with replaced tasks and faults. It runs the state machine that would be
 * deployed. Time is virtual, so waits and backoffs take no real time. Everything runs on the caller's thread, so the
 * same scenario with the same seed always has the same history.
 *
 * @param <I> the input of the workflow
 * @param <O> the output of the workflow
 */
public final class Scenario<I, O> {

    private final Workflow<I, O> workflow;
    private final Scenarios scenarios;
    private final Map<Class<?>, Task<?, ?>> replaced = new HashMap<>();
    private final Map<String, StandInAnswer> answers = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private final Set<Quota> lifted = EnumSet.noneOf(Quota.class);
    private long seed;
    private Instant start = Instant.parse("2026-01-01T00:00:00Z");
    private Optional<Duration> cancelled = Optional.empty();

    Scenario(Workflow<I, O> workflow, Scenarios scenarios) {
        this.workflow = workflow;
        this.scenarios = scenarios;
        this.seed = scenarios.seed();
    }

    /**
     * Replaces a task, which is then not constructed. A body of other types does not compile.
     *
     * @param task the class that the workflow names
     */
    public <A, B> Scenario<I, O> replacing(Class<? extends Task<A, B>> task, TaskBody<A, B> body) {
        return replacing(task, (input, context) -> body.run(input));
    }

    /**
     * Replaces a task by one that can read the node, the index and the attempt from its context.
     *
     * @param task the class that the workflow names
     */
    public <A, B> Scenario<I, O> replacing(Class<? extends Task<A, B>> task, Task<A, B> body) {
        replaced.put(task, body);
        return this;
    }

    /**
     * Answers each action of a node that waits for an answer, one second of virtual time after it has begun to wait.
     */
    public Scenario<I, O> answering(String node, Object answer) {
        return answering(node, Duration.ofSeconds(1), path -> answer);
    }

    /**
     * Answers the actions of a node that wait for an answer. A node without answers runs into its timeout.
     *
     * @param node the name of the node
     * @param after how long after the beginning of the wait, in virtual time
     * @param answer returns the answer for the indexes of an action, or null to leave it without an answer
     */
    public Scenario<I, O> answering(String node, Duration after, Function<List<Long>, @Nullable Object> answer) {
        answers.put(node, new StandInAnswer(after, answer));
        return this;
    }

    /**
     * Sets a setting or a secret of all tasks. Tasks that are replaced require none.
     *
     * @see dev.anabranch.task.RequiredSettings
     */
    public Scenario<I, O> setting(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Adds faults. If several faults of calls apply to the same attempt, the first one happens. */
    public Scenario<I, O> with(Fault... happening) {
        faults.addAll(List.of(happening));
        return this;
    }

    /** Sets the seed of random faults, jitter and ids; that of {@link Scenarios} by default. */
    public Scenario<I, O> seed(long number) {
        seed = number;
        return this;
    }

    /** Sets the time at the start of the run; 2026-01-01T00:00:00Z by default. */
    public Scenario<I, O> startingAt(Instant time) {
        start = time;
        return this;
    }

    /** Cancels the run after this virtual time if it has not ended. */
    public Scenario<I, O> cancelledAfter(Duration time) {
        cancelled = Optional.of(time);
        return this;
    }

    /** Lifts AWS quotas; all are enforced by default. */
    public Scenario<I, O> without(Quota... quotas) {
        lifted.addAll(List.of(quotas));
        return this;
    }

    /**
     * Runs the workflow until its end.
     *
     * @param input the input of the run
     * @throws dev.anabranch.workflow.InvalidDefinition with all findings, if the definition has errors
     * @throws dev.anabranch.runs.internal.graph.RunRefused if the input is not valid for the workflow
     * @throws IllegalArgumentException if a replaced task, or the node, action or attempt of a fault does not exist
     * @throws AssertionError if the run hangs: it has not ended, but no event is pending
     */
    public TestRun<O> run(I input) {
        FunctionFaults injected = new FunctionFaults(faults, seed);
        BillMeter meter = new BillMeter();
        VirtualClock clock = new VirtualClock(start);
        Set<Class<?>> made = new HashSet<>();
        LocalSettings configured =
                new LocalSettings(settings, replaced.keySet(), "to the test with `setting(name, value)`");
        TaskInstances instances =
                scenarios.closing(TaskInstances.of(workflow.getClass().getClassLoader()));
        Storage storage = scenarios.closing(Storage.inMemory());
        AtomicReference<EmbeddedCloud> running = new AtomicReference<>();
        EmbeddedCloud cloud = scenarios.closing(EmbeddedCloud.builder()
                .clock(clock)
                .awaits((id, node, path) -> Optional.ofNullable(answers.get(node))
                        .ifPresent(standIn ->
                                clock.schedule(standIn.after(), () -> standIn.answer(running.get(), id, node, path))))
                .engine(Runnable::run)
                .threads(Runnable::run)
                .readers(Runnable::run)
                .random(new Random(seed))
                .storage(storage)
                .scratch(scenarios.scratch())
                .quotas(EngineQuotas.without(lifted))
                .definitions(new DefinitionThread())
                .tasks(type -> {
                    made.add(type);
                    return injected.around(task(type, instances, configured));
                })
                .settings(configured)
                .invocations(injected::before)
                .faults(injected)
                .billedBy(meter)
                .build());
        running.set(cloud);
        Deployment deployment = cloud.deploy(workflow);
        checkNames(deployment, made);
        CompletableFuture<EmbeddedRun> run = started(cloud, deployment, clock, input);
        if (!run.isDone()) {
            throw new AssertionError(
                    "The run of `" + workflow.name() + "` hangs: it has not ended, but no event is pending."
                            + " Its last event: " + TestRun.lastEvent(cloud, deployment));
        }
        if (run.join().succeeded()) {
            faults.forEach(fault -> checkIndexes(fault, injected.attempts()));
        }
        return new TestRun<>(deployment, cloud, run.join(), outputType(), injected, meter, start, seed);
    }

    private CompletableFuture<EmbeddedRun> started(
            EmbeddedCloud cloud, Deployment deployment, VirtualClock clock, I input) {
        // The run starts when it can be cancelled. Virtual time does not advance before.
        EngineClock.Hold hold = clock.hold();
        try {
            cancelled.ifPresent(time -> clock.schedule(time, () -> cancel(cloud)));
            return cloud.start(deployment, TestRun.ID, TaskJson.tree(input));
        } finally {
            hold.close();
        }
    }

    private static void cancel(EmbeddedCloud cloud) {
        if (!cloud.runs().get(TestRun.ID).status().ended()) {
            cloud.runs().cancel(TestRun.ID);
        }
    }

    private Task<?, ?> task(Class<?> type, TaskInstances instances, LocalSettings configured) {
        Task<?, ?> other = replaced.get(type);
        return other == null ? instances.create(type, configured.of(type)) : other;
    }

    /** Rejects unknown tasks and nodes, because a test with a misspelt name would test nothing. */
    private void checkNames(Deployment deployment, Set<Class<?>> tasks) {
        for (Class<?> type : replaced.keySet()) {
            if (!tasks.contains(type)) {
                throw new IllegalArgumentException("The workflow `" + workflow.name() + "` does not call the task `"
                        + type.getName() + "`, so it cannot be replaced.");
            }
        }
        for (String node : answers.keySet()) {
            if (graphs(deployment).stream().noneMatch(graph -> graph.node(node).orElse(null) instanceof Node.Await)) {
                throw new IllegalArgumentException(
                        "The workflow `" + workflow.name() + "` has no node `" + node + "` that waits for an answer.");
            }
        }
        List<Graph> graphs = graphs(deployment);
        Set<String> nodes = new TreeSet<>(deployment.plan().functions().keySet());
        graphs.forEach(graph -> graph.nodes().stream()
                .filter(node -> node.functionCall().isPresent())
                .forEach(node -> nodes.add(node.id())));
        for (Fault fault : faults) {
            fault.node().filter(node -> !nodes.contains(node)).ifPresent(node -> {
                throw new IllegalArgumentException("The workflow `" + workflow.name() + "` has no node `" + node
                        + "`, which a fault names. Its nodes are: " + String.join(", ", nodes) + ".");
            });
            Graph owner = graphs.stream()
                    .filter(graph -> fault.node().flatMap(graph::node).isPresent())
                    .findFirst()
                    .orElse(graphs.get(0));
            checkAttempts(owner, fault);
            fault.path().ifPresent(indexes -> checkDepth(owner, fault, indexes));
        }
    }

    /** Returns the graph of the workflow, and those of the workflows that it runs. */
    private static List<Graph> graphs(Deployment deployment) {
        List<Graph> graphs = new ArrayList<>(List.of(deployment.plan().graph()));
        for (int i = 0; i < graphs.size(); i++) {
            graphs.get(i).nodes().stream()
                    .filter(node -> node instanceof Node.SubRun)
                    .map(node -> ((Node.SubRun) node).child())
                    .filter(child -> !graphs.contains(child))
                    .toList()
                    .forEach(graphs::add);
        }
        return graphs;
    }

    private void checkAttempts(Graph graph, Fault fault) {
        int most = graph.nodes().stream()
                .filter(node ->
                        fault.node().filter(name -> !name.equals(node.id())).isEmpty())
                .mapToInt(
                        node -> node.functionCall().map(Scenario::mostAttempts).orElse(0))
                .max()
                .orElse(0);
        // Calls that the plan added are not nodes of the traced graph; they have 0 attempts here.
        if (most > 0 && fault.lastAttempt() > most) {
            throw new IllegalArgumentException("The fault `" + fault + "` of a scenario of the workflow `"
                    + workflow.name() + "` names an attempt that never happens: an action there has at most " + most
                    + " attempts. Use an earlier attempt, or give the call more retries.");
        }
    }

    /**
     * Rejects the fault of an action that a run which has succeeded did not have, although it had others of its node.
     */
    private void checkIndexes(Fault fault, List<TestAttempt> attempts) {
        if (fault.path().isEmpty()) {
            return;
        }
        List<Long> indexes = fault.path().get();
        List<TestAttempt> ofNode = attempts.stream()
                .filter(attempt -> fault.node().filter(attempt.node()::equals).isPresent())
                .toList();
        if (!ofNode.isEmpty()
                && ofNode.stream().noneMatch(attempt -> attempt.path().equals(indexes))) {
            long actions = ofNode.stream().map(TestAttempt::path).distinct().count();
            throw new IllegalArgumentException("The fault `" + fault + "` of a scenario of the workflow `"
                    + workflow.name() + "` did not happen: the run had " + actions
                    + (actions == 1 ? " action" : " actions") + " of the node, but none with these indexes."
                    + " Indexes are counted from 0.");
        }
    }

    private static int mostAttempts(Node.Call call) {
        int platform = PlatformRetry.ALL.stream()
                .mapToInt(retry -> retry.policy().retries())
                .sum();
        return 1 + platform + call.options().maxRetries();
    }

    /**
     * An action of a node has an index for each fan-out around the node; a fault with another number of them never
     * happens.
     */
    private void checkDepth(Graph graph, Fault fault, List<Long> indexes) {
        String node = fault.node().orElseThrow();
        int depth = depth(graph.root(), node);
        if (depth >= 0 && depth != indexes.size()) {
            throw new IllegalArgumentException(
                    "The fault `" + fault + "` of a scenario of the workflow `" + workflow.name()
                            + "` has " + indexes.size() + (indexes.size() == 1 ? " index" : " indexes")
                            + ", but the node `" + node
                            + "` is inside " + depth + (depth == 1 ? " fan-out" : " fan-outs")
                            + ". Pass one index for each, outermost first, or none for all actions of the node.");
        }
        if (indexes.stream().anyMatch(index -> index < 0)) {
            throw new IllegalArgumentException("The fault `" + fault + "` of a scenario of the workflow `"
                    + workflow.name() + "` has a negative index. Indexes are counted from 0.");
        }
    }

    /** The number of fan-outs around a node, or -1 where no node of the graph has that id. */
    private static int depth(Scope scope, String id) {
        for (Node node : scope.nodes()) {
            if (node.id().equals(id)) {
                return 0;
            }
            for (Scope inner : node.scopes()) {
                int depth = depth(inner, id);
                if (depth >= 0) {
                    return depth + (node instanceof Node.FanOut || node instanceof Node.Repeat ? 1 : 0);
                }
            }
        }
        return -1;
    }

    private JavaType outputType() {
        JavaType[] types =
                TypeFactory.defaultInstance().constructType(workflow.getClass()).findTypeParameters(Workflow.class);
        return types.length == 2 ? types[1] : TypeFactory.unknownType();
    }
}
