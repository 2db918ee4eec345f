package dev.anabranch.testkit;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.engine.history.HistoryEvent;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.action.TelemetrySum;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runtime.internal.codec.TaskJson;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.AssertProvider;

/**
 * A run that has ended. AssertJ's {@code assertThat(run)} returns a {@link RunAssert}. Records are read lazily, so call
 * the methods before the {@link Scenarios} are closed.
 *
 * @param <O> the output of the workflow
 */
public final class TestRun<O> implements AssertProvider<RunAssert<O>> {

    /** The id of the run. */
    public static final String ID = "test-run";

    /** The maximum number of failed items in a message. */
    private static final int FAILED_ITEMS = 3;

    private final Deployment deployment;
    private final EmbeddedCloud cloud;
    private final EmbeddedRun run;
    private final JavaType outputType;
    private final List<TestAttempt> attempts;
    private final FunctionFaults tasks;
    private final BillMeter meter;
    private final Instant began;
    private final long seed;

    TestRun(
            Deployment deployment,
            EmbeddedCloud cloud,
            EmbeddedRun run,
            JavaType outputType,
            FunctionFaults tasks,
            BillMeter meter,
            Instant began,
            long seed) {
        this.deployment = deployment;
        this.cloud = cloud;
        this.run = run;
        this.outputType = outputType;
        this.attempts = tasks.attempts();
        this.tasks = tasks;
        this.meter = meter;
        this.began = began;
        this.seed = seed;
    }

    /** Returns {@code SUCCEEDED}, {@code FAILED}, {@code TIMED_OUT} or {@code ABORTED}. */
    public String status() {
        return run.status();
    }

    /** Returns whether the run succeeded. */
    public boolean succeeded() {
        return run.succeeded();
    }

    /**
     * Returns the output of the run.
     *
     * @throws AssertionError if the run did not succeed; the message has the failure, and its cause is the exception of
     *     the task
     */
    public O output() {
        JsonNode json =
                run.output().orElseThrow(() -> because(new AssertionError(this + " returned nothing: " + outcome())));
        try {
            return TaskJson.reader(outputType).readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException("The output is not a " + outputType.toCanonical() + ": " + json, e);
        }
    }

    /** Returns the failure that ended the run; empty if the run succeeded. */
    public Optional<TestFailure> failure() {
        return run.failure().map(TestFailure::of);
    }

    /** Returns every action that was started: node by node, those of a fan-out in the order of their indexes. */
    public List<TestAction> actions() {
        return actions(ActionQuery.all(ActionQuery.MOST));
    }

    /**
     * Returns every action of a node that was started.
     *
     * @throws dev.anabranch.runs.internal.graph.RunRefused if the workflow has no such node; the message names its
     *     nodes
     */
    public List<TestAction> actions(String node) {
        return actions(ActionQuery.all(ActionQuery.MOST).of(node));
    }

    private List<TestAction> actions(ActionQuery query) {
        List<TestAction> actions = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            RunPage<RunAction> page =
                    cloud.runs().actions(ID, next.map(query::after).orElse(query));
            page.items().forEach(action -> actions.add(action(action)));
            next = page.next();
        } while (next.isPresent());
        return actions;
    }

    private TestAction action(RunAction action) {
        List<Long> path = FunctionFaults.path(action.path());
        boolean failed = action.record().status() == ActionStatus.FAILED;
        return new TestAction(
                action.node(),
                path,
                action.record().status().name(),
                failed ? action.record().errorName() : "",
                failed ? action.record().errorMessage() : "",
                attempts.stream()
                        .filter(attempt -> attempt.node().equals(action.node())
                                && attempt.path().equals(path))
                        .toList(),
                action.record().labels().name());
    }

    /**
     * Returns one action.
     *
     * @param path its indexes, outermost fan-out first; none outside any fan-out
     * @throws AssertionError if it was never started
     */
    public TestAction action(String node, long... path) {
        List<Long> indexes = Arrays.stream(path).boxed().toList();
        return actions(node).stream()
                .filter(action -> action.path().equals(indexes))
                .findFirst()
                .orElseThrow(() -> new AssertionError(this + " has started no action " + node
                        + (indexes.isEmpty() ? "" : indexes) + ", but these of that node: " + actions(node)));
    }

    /**
     * Returns the only action of a node whose item has a label.
     *
     * @param label the label of one of the items around the action, or all of them as {@link TestAction#label()} joins
     *     them
     * @throws AssertionError if no such action was started, or several were
     */
    public TestAction labelled(String node, String label) {
        List<TestAction> found =
                actions(ActionQuery.all(ActionQuery.MOST).of(node).labelled(label));
        if (found.size() != 1) {
            throw new AssertionError(this + " has started " + (found.isEmpty() ? "no action" : "several actions")
                    + " of " + node + " with the label " + ItemLabels.quoted(label) + ", but these of that node: "
                    + actions(node));
        }
        return found.get(0);
    }

    /** Returns the result of an action as JSON. */
    public JsonNode result(TestAction action) {
        return cloud.reader().output(ID, new Wire.Recorded(action.node(), action.path()));
    }

    /** Returns the metrics that the latest attempt of an action has reported, by name. */
    public Map<String, TestMetric> metrics(TestAction action) {
        return metrics(telemetry(action).metrics());
    }

    /** Returns the metrics that all actions of a node have reported together, by name. */
    public Map<String, TestMetric> metrics(String node) {
        TelemetrySum sum = cloud.runs().telemetry(ID, Optional.of(node)).nodes().get(node);
        return sum == null ? Map.of() : metrics(sum.metrics());
    }

    private static Map<String, TestMetric> metrics(Map<String, Telemetry.Metric> metrics) {
        Map<String, TestMetric> all = new TreeMap<>();
        metrics.forEach((name, metric) -> all.put(name, TestMetric.of(metric)));
        return all;
    }

    /** Returns the report of an action; empty if it has none. */
    public Optional<String> report(TestAction action) {
        return Optional.ofNullable(telemetry(action).report()).map(report -> {
            try (InputStream in = cloud.payloads().open(report)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException("The report of " + action + " cannot be read.", e);
            }
        });
    }

    /** Returns what an action has reported, which has started. */
    Telemetry telemetry(TestAction action) {
        return cloud.runs()
                .action(ID, action.node(), action.path())
                .orElseThrow(() -> new AssertionError(this + " has no action " + action + "."))
                .telemetry();
    }

    /** Returns the attempts of all actions in the order in which they ended. */
    public List<TestAttempt> attempts() {
        return attempts;
    }

    /**
     * Returns the history of the run's execution as in {@code GetExecutionHistory}, without the child executions of
     * Distributed Maps.
     */
    public List<HistoryEvent> history() {
        return cloud.engine().getExecutionHistory(execution(cloud, deployment));
    }

    /** Returns the duration of the run in virtual time, without calls of functions that outlast it. */
    public Duration duration() {
        RunRecord record = cloud.runs().get(ID);
        return Duration.between(
                began, Objects.requireNonNull(record.ended(), "A run that has ended has the time of its end."));
    }

    /**
     * Returns what AWS would have billed for the run, at the prices of us-east-1. Functions take no virtual time, so
     * each call is billed for the minimum duration.
     */
    public TestBill bill() {
        return TestBill.of(meter.bill(PriceList.US_EAST_1, Assumptions.DEFAULT));
    }

    /** Returns the cloud of the run, with its stores. */
    EmbeddedCloud cloud() {
        return cloud;
    }

    /** Returns the error with the exception that failed the run as its cause, if a task has thrown one. */
    AssertionError because(AssertionError error) {
        return failedItems().stream()
                .findFirst()
                .map(item -> because(error, item.node(), FunctionFaults.path(item.path())))
                .or(() -> failure().map(failure -> because(error, failure.node(), failure.path())))
                .orElse(error);
    }

    /** Returns the first failed items if the run failed because a fan-out had too many of them; empty otherwise. */
    private List<RunAction> failedItems() {
        Optional<RunError> error =
                run.failure().filter(failure -> !failure.node().isEmpty());
        RunGraph graph = cloud.runs().graph(ID);
        Optional<RunGraph.Vertex> fanOut = error.flatMap(failure -> graph.countedFanOut(failure.node()));
        return fanOut.map(graph::callsThatFail).orElse(List.of()).stream()
                .flatMap(call ->
                        cloud
                                .runs()
                                .actions(
                                        ID,
                                        failed(call.id(), error.orElseThrow().action()))
                                .items()
                                .stream())
                .limit(FAILED_ITEMS)
                .toList();
    }

    private static ActionQuery failed(String node, String path) {
        return ActionQuery.all(FAILED_ITEMS)
                .of(node)
                .with(ActionStatus.FAILED)
                .of(path.isEmpty() ? List.of() : IndexRange.parse(path));
    }

    /** Returns the error with the last exception of an action as its cause, if its task has thrown one. */
    AssertionError because(AssertionError error, String node, List<Long> path) {
        if (error.getCause() == null) {
            thrown(ID, node, path).ifPresent(error::initCause);
        }
        return error;
    }

    /** Returns what an action has thrown; for one that started a run of another workflow, what failed that run. */
    private Optional<Throwable> thrown(String runId, String node, List<Long> path) {
        return tasks.thrown(runId, node, path)
                .or(() -> started(runId, node, path).flatMap(started -> cloud.runs()
                        .get(started)
                        .failure()
                        .flatMap(error -> thrown(started, error.node(), FunctionFaults.path(error.action())))));
    }

    /** Returns the run that an action has started. */
    private Optional<String> started(String runId, String node, List<Long> path) {
        String indexes = path.stream().map(String::valueOf).collect(Collectors.joining("."));
        return cloud.runs().children(runId).stream()
                .map(RunRecord::id)
                .filter(id -> cloud.runs()
                        .get(id)
                        .startedBy()
                        .filter(parent ->
                                parent.node().equals(node) && parent.action().equals(indexes))
                        .isPresent())
                .findFirst();
    }

    String outcome() {
        String items = failedItems().stream()
                .map(item -> "\n  " + item.node() + "["
                        + ItemLabels.shown(item.path(), item.record().labels().name()) + "] failed: "
                        + item.record().errorName() + ": " + item.record().errorMessage())
                .collect(Collectors.joining());
        return status() + run.failure().map(this::text).orElse("") + items;
    }

    private String text(RunError error) {
        String message = ": " + error.name() + ": " + error.message();
        if (error.node().isEmpty()) {
            return message;
        }
        RunGraph graph = cloud.runs().graph(ID);
        String node = graph.countedFanOut(error.node()).map(graph::shownName).orElse(error.node());
        String item = error.action().isEmpty() ? "" : "[" + ItemLabels.shown(error.action(), error.label()) + "]";
        return " at " + node + item + message;
    }

    static String lastEvent(EmbeddedCloud cloud, Deployment deployment) {
        List<HistoryEvent> events = cloud.engine().getExecutionHistory(execution(cloud, deployment));
        return events.isEmpty()
                ? "none"
                : events.get(events.size() - 1).toJson().toString();
    }

    private static String execution(EmbeddedCloud cloud, Deployment deployment) {
        return cloud.engine()
                .listExecutions(deployment.stateMachineArn(), null)
                .get(0)
                .spec()
                .arn();
    }

    @Override
    public RunAssert<O> assertThat() {
        return new RunAssert<>(this);
    }

    @Override
    public String toString() {
        return "the run of `" + deployment.name() + "` (seed " + seed + ")";
    }
}
