package dev.anabranch.runs.internal.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runs.internal.api.ApiBench;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.NodeCounts;
import dev.anabranch.runs.internal.record.RunEnd;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.action.MemoryActionStore;
import dev.anabranch.runtime.internal.action.MemoryPayloadStore;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The counts of runs, their time limit, and when they are stored. */
final class RunCountsTest {

    private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(30);

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant ENDED = START.plusSeconds(60);
    private static final int WIDTH = 12_345;
    private static final String GRAPH = """
            {"output": "-", "nodes": [
              {"id": "list", "kind": "call", "in": "", "attempts": 1, "tolerant": false, "added": false, "fingerprint": "a"},
              {"id": "each", "kind": "fan-out", "in": "", "attempts": 0, "tolerant": false, "added": false, "fingerprint": "b"},
              {"id": "work", "kind": "call", "in": "each", "attempts": 2, "tolerant": false, "added": false, "fingerprint": "c"}],
             "edges": [{"from": "list", "to": "each", "kind": "value"}]}
            """;

    private final MemoryActionStore actions = new MemoryActionStore();
    private final ApiBench.Registry registry = new ApiBench.Registry();
    private final RunReader reader = new RunReader(actions, new MemoryPayloadStore(), Runnable::run);
    private Duration step = Duration.ZERO;
    private Instant now = ENDED;

    @BeforeEach
    void start() {
        act(
                "list",
                List.of(),
                ActionStatus.SUCCEEDED,
                LongStream.range(0, WIDTH).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        LongStream.range(0, WIDTH).forEach(index -> act("work", List.of(index), ActionStatus.SUCCEEDED, "1"));
        registry.create(RunRecord.of("run", "numbers", START, "graph", "request")
                .input(new StoredResult.Inline("{}"))
                .build());
    }

    private void act(String node, List<Long> path, ActionStatus status, String result) {
        actions.put(ActionRecord.of(RecordKey.of("run", node, path), status)
                .attempts(1)
                .order(1)
                .began(START)
                .finished(status == ActionStatus.RUNNING ? null : START)
                .result(status == ActionStatus.SUCCEEDED ? new StoredResult.Inline(result) : null)
                .log("log")
                .build());
    }

    private ActionCounts count(@Nullable Duration atMost, Executor executor) throws JsonProcessingException {
        RunGraph graph = graph();
        return counter(atMost, executor).of(recorded(), () -> graph).counts();
    }

    private static RunGraph graph() throws JsonProcessingException {
        return RunGraph.parse(new JsonMapper().readTree(GRAPH));
    }

    private RunCounts counter(@Nullable Duration atMost, Executor executor) {
        return new RunCounts(registry, actions, reader, executor, () -> now = now.plus(step), LONGEST_TIMEOUT, atMost);
    }

    private @Nullable ActionCounts stored() {
        RunTally stored = recorded().counts();
        return stored == null ? null : stored.counts();
    }

    private ActionCounts count() throws JsonProcessingException {
        return count(null, Runnable::run);
    }

    private RunRecord recorded() {
        return registry.read("run").orElseThrow();
    }

    private void end(RunStatus status) {
        registry.end("run", new RunEnd(status, ENDED, null, null));
    }

    private static ActionCounts succeeded(long succeeded) {
        return new ActionCounts(succeeded, 0, succeeded, 0, 0, 0, false);
    }

    @Test
    void runningRunIsCountedEachTime() throws JsonProcessingException {
        act("work", List.of(7L), ActionStatus.RUNNING, "");
        assertThat(count()).isEqualTo(new ActionCounts(WIDTH + 1, 1, WIDTH, 0, 0, 0, false));
        act("work", List.of(7L), ActionStatus.SUCCEEDED, "1");

        assertThat(count()).isEqualTo(succeeded(WIDTH + 1));
        assertThat(recorded().counts()).isNull();
    }

    /** A call has two attempts. */
    private void failed(long item, int attempts, boolean isFinal) {
        actions.put(ActionRecord.of(RecordKey.of("run", "work", List.of(item)), ActionStatus.FAILED)
                .attempts(attempts)
                .order(1)
                .began(START)
                .finished(START.plusMillis(500))
                .failure("E", "why")
                .permanent(isFinal)
                .build());
    }

    @Test
    void actionThatWaitsForARetryIsRunningUntilItsRunEnds() throws JsonProcessingException {
        RunGraph graph = graph();
        RunCounts counts = counter(null, Runnable::run);
        failed(7, 1, false);
        failed(8, 2, false);
        failed(300, 1, true);

        RunTally tally = counts.of(recorded(), () -> graph);

        assertThat(tally.counts()).isEqualTo(new ActionCounts(WIDTH + 1, 1, WIDTH - 2, 2, 0, 0, false));
        assertThat(tally.nodes()).last().extracting(NodeCounts::millis).isEqualTo(1_000L);
        assertThat(tally.waiting()).isZero();
        end(RunStatus.FAILED);
        RunTally ended = counts.of(recorded(), () -> graph);
        assertThat(ended.counts()).isEqualTo(new ActionCounts(WIDTH + 1, 0, WIDTH - 2, 3, 0, 0, false));
        assertThat(ended.nodes()).last().extracting(NodeCounts::millis).isEqualTo(1_500L);
    }

    @Test
    void blockWithAnActionThatWaitsForARetryIsReadAgain() throws JsonProcessingException {
        RunGraph graph = graph();
        RunCounts counts = counter(null, Runnable::run);
        failed(7, 1, false);
        failed(300, 2, false);
        counts.of(recorded(), () -> graph);
        int reads = actions.reads();
        act("work", List.of(7L), ActionStatus.SUCCEEDED, "1");

        RunTally again = counts.of(recorded(), () -> graph);

        assertThat(actions.reads() - reads).isEqualTo(1);
        assertThat(again.counts()).isEqualTo(new ActionCounts(WIDTH + 1, 0, WIDTH, 1, 0, 0, false));
    }

    @Test
    void callbackThatWaitsForARetryIsRunningButDoesNotWaitForItsCompletion() throws JsonProcessingException {
        RunGraph graph = RunGraph.parse(new JsonMapper()
                .readTree(GRAPH.replace("\"work\", \"kind\": \"call\"", "\"work\", \"kind\": \"await\"")));
        failed(7, 1, false);
        act("work", List.of(8L), ActionStatus.RUNNING, "");

        RunTally tally = counter(null, Runnable::run).of(recorded(), () -> graph);

        assertThat(tally.counts().running()).isEqualTo(2);
        assertThat(tally.waiting()).isEqualTo(1);
    }

    @Test
    void countsOfASucceededRunAreStoredImmediately() throws JsonProcessingException {
        end(RunStatus.SUCCEEDED);
        assertThat(count()).isEqualTo(succeeded(WIDTH + 1));
        int reads = actions.reads();

        assertThat(count()).isEqualTo(succeeded(WIDTH + 1));
        assertThat(actions.reads()).isEqualTo(reads);
    }

    @ParameterizedTest
    @EnumSource(
            value = RunStatus.class,
            names = {"FAILED", "TIMED_OUT", "ABORTED", "LOST"})
    void countsOfOtherRunsAreStoredWhenNoAttemptCanWrite(RunStatus status) throws JsonProcessingException {
        act("work", List.of(7L), ActionStatus.RUNNING, "");
        end(status);
        now = ENDED.plus(LONGEST_TIMEOUT.plusMinutes(1)).minusSeconds(1);
        assertThat(count().running()).isEqualTo(1);
        act("work", List.of(7L), ActionStatus.SUCCEEDED, "1");
        assertThat(count()).isEqualTo(succeeded(WIDTH + 1));
        assertThat(recorded().counts()).isNull();

        now = ENDED.plus(LONGEST_TIMEOUT.plusMinutes(1));

        assertThat(count()).isEqualTo(stored()).isEqualTo(succeeded(WIDTH + 1));
    }

    @Test
    void countsOfASucceededRunWithFailuresAreStoredWhenNoAttemptCanWrite() throws JsonProcessingException {
        act("work", List.of(7L), ActionStatus.FAILED, "");
        end(RunStatus.SUCCEEDED);
        ActionCounts withAFailure = new ActionCounts(WIDTH + 1, 0, WIDTH, 1, 0, 0, false);
        assertThat(count()).isEqualTo(withAFailure);
        act("work", List.of(7L), ActionStatus.SUCCEEDED, "1");
        assertThat(count()).as("the action was delivered again").isEqualTo(succeeded(WIDTH + 1));

        now = ENDED.plus(LONGEST_TIMEOUT).plusSeconds(60);
        assertThat(count()).isEqualTo(stored());
    }

    @Test
    void countBeyondTheTimeLimitIsPartialAndNotStored() throws JsonProcessingException {
        end(RunStatus.SUCCEEDED);
        step = Duration.ofSeconds(1);

        ActionCounts some = count(Duration.ofSeconds(20), Runnable::run);

        assertThat(some.partial()).isTrue();
        assertThat(some.total()).isEqualTo(some.succeeded()).isPositive().isLessThan(WIDTH);
        assertThat(recorded().counts()).isNull();
        step = Duration.ZERO;
        assertThat(count(Duration.ofSeconds(20), Runnable::run)).isEqualTo(succeeded(WIDTH + 1));
    }

    @Test
    void followingARunReadsABlockThatHasEndedOnce() throws JsonProcessingException {
        RunGraph graph = graph();
        RunCounts counts = counter(null, Runnable::run);
        act("work", List.of(7L), ActionStatus.RUNNING, "");
        act("work", List.of(300L), ActionStatus.FAILED, "");
        counts.of(recorded(), () -> graph);
        int reads = actions.reads();

        RunTally again = counts.of(recorded(), () -> graph);

        assertThat(actions.reads() - reads).as("the blocks that may change").isEqualTo(2);
        assertThat(again.counts()).isEqualTo(new ActionCounts(WIDTH + 1, 2, WIDTH - 1, 0, 0, 0, false));
        assertThat(again.nodes())
                .containsExactly(
                        new NodeCounts("list", false, 1, 0, 1, 0, 0, 0, 0),
                        new NodeCounts("work", false, WIDTH, 2, WIDTH - 2, 0, 0, 0, 0));
        assertThat(again.expected()).isEqualTo(WIDTH + 1);
        assertThat(again.open()).isFalse();
    }

    @Test
    void failedStepsOfThePlanAreCountedApart() throws JsonProcessingException {
        RunGraph graph = RunGraph.parse(new JsonMapper()
                .readTree(GRAPH.replace(
                        "{\"id\": \"list\"",
                        "{\"id\": \"tally of each\", \"kind\": \"call\", \"in\": \"\", \"attempts\": 1, \"added\": true,"
                                + " \"fingerprint\": \"d\"}, {\"id\": \"list\"")));
        act("work", List.of(7L), ActionStatus.FAILED, "");
        act("tally of each", List.of(), ActionStatus.FAILED, "");
        end(RunStatus.FAILED);
        now = ENDED.plus(LONGEST_TIMEOUT.plusMinutes(1));

        RunTally counted = counter(null, Runnable::run).of(recorded(), () -> graph);

        assertThat(counted.counts().failed()).isEqualTo(2);
        assertThat(counted.failedSteps()).isEqualTo(1);
        assertThat(counted.nodes())
                .filteredOn(NodeCounts::added)
                .extracting(NodeCounts::node)
                .containsExactly("tally of each");
    }

    /** The number of rounds of a loop is read before its blocks, and only an upper bound until the loop ends. */
    @Test
    void roundThatEndsDuringACountIsInTheNextCount() throws JsonProcessingException {
        RunGraph graph = RunGraph.parse(new JsonMapper().readTree("""
                {"output": "-", "nodes": [
                  {"id": "rounds", "kind": "repeat", "in": "", "fingerprint": "a",
                   "input": [{"part": "", "from": "result", "node": "step", "fields": []}]},
                  {"id": "step", "kind": "call", "in": "rounds", "attempts": 1, "fingerprint": "b", "input": []},
                  {"id": "done", "kind": "call", "in": "rounds", "attempts": 1, "fingerprint": "c", "input": []}],
                 "edges": []}
                """));
        round(0);
        List<Long> rounds = new ArrayList<>(List.of(1L, 2L));
        RunCounts counts = counter(null, request -> {
            if (!rounds.isEmpty()) {
                round(rounds.remove(0));
            }
            request.run();
        });
        counts.of(recorded(), () -> graph);
        LongStream.range(3, 10).forEach(this::round);
        end(RunStatus.SUCCEEDED);

        RunTally last = counts.of(recorded(), () -> graph);

        assertThat(last.nodes())
                .extracting(NodeCounts::node, NodeCounts::succeeded)
                .containsExactly(tuple("step", 10L), tuple("done", 10L));
    }

    private void round(long number) {
        act("step", List.of(number), ActionStatus.SUCCEEDED, "1");
        act("done", List.of(number), ActionStatus.SUCCEEDED, "false");
    }

    @Test
    void finalCountHasALateDeliveryOfAFailedAction() throws JsonProcessingException {
        RunGraph graph = graph();
        RunCounts counts = counter(null, Runnable::run);
        actions.put(ActionRecord.of(RecordKey.of("run", "work", List.of(7L)), ActionStatus.FAILED)
                .attempts(2)
                .order(1)
                .build());
        end(RunStatus.FAILED);
        assertThat(counts.of(recorded(), () -> graph).counts().failed()).isEqualTo(1);
        act("work", List.of(7L), ActionStatus.SUCCEEDED, "1");

        now = ENDED.plus(LONGEST_TIMEOUT.plusMinutes(1));

        assertThat(counts.of(recorded(), () -> graph).counts())
                .isEqualTo(stored())
                .isEqualTo(succeeded(WIDTH + 1));
    }

    @Test
    void deletedRunIsCountedAgain() throws JsonProcessingException {
        RunGraph graph = graph();
        RunCounts counts = counter(null, Runnable::run);
        counts.of(recorded(), () -> graph);
        act("work", List.of(7L), ActionStatus.RUNNING, "");
        assertThat(counts.of(recorded(), () -> graph).counts().running()).isZero();

        counts.forget(recorded());

        assertThat(counts.of(recorded(), () -> graph).counts().running()).isEqualTo(1);
    }

    @Test
    void runWithoutItsListMayHaveMoreActions() throws JsonProcessingException {
        act("list", List.of(), ActionStatus.RUNNING, "");
        RunGraph graph = graph();

        RunTally tally = counter(null, Runnable::run).of(recorded(), () -> graph);

        assertThat(tally.open()).isTrue();
        assertThat(tally.expected()).isEqualTo(1);
    }

    /** A condition of each item: the state machine reads a short one itself, so the call has no actions. */
    private static RunGraph conditional(String sibling) throws JsonProcessingException {
        return RunGraph.parse(new JsonMapper().readTree("""
                {"output": "-", "nodes": [
                  {"id": "list", "kind": "call", "in": "", "attempts": 1, "added": false, "fingerprint": "a"},
                  {"id": "each", "kind": "fan-out", "in": "", "attempts": 0, "added": false, "fingerprint": "b"},
                  {"id": "condition of when", "kind": "call", "in": "each", "attempts": 1, "added": true, "fingerprint": "c"},
                  {"id": "when", "kind": "when", "in": "each", "attempts": 0, "added": false, "fingerprint": "d"},
                  {"id": "work", "kind": "call", "in": "%s", "attempts": 1, "added": false, "fingerprint": "e"}],
                 "edges": [{"from": "list", "to": "each", "kind": "value"},
                  {"from": "condition of when", "to": "when", "kind": "value"}]}
                """.formatted(sibling)));
    }

    @Test
    void conditionThatTheStateMachineReadsIsNoAction() throws JsonProcessingException {
        RunGraph graph = conditional("each");

        RunTally tally = counter(null, Runnable::run).of(recorded(), () -> graph);

        assertThat(tally.expected()).isEqualTo(tally.counts().total()).isEqualTo(WIDTH + 1);
        assertThat(tally.open()).isFalse();
        assertThat(tally.nodes())
                .filteredOn(NodeCounts::added)
                .extracting(NodeCounts::node, NodeCounts::expected)
                .containsExactly(tuple("condition of when", 0L));
    }

    @Test
    void conditionThatACallReadsIsAnAction() throws JsonProcessingException {
        RunGraph graph = conditional("each");
        act("condition of when", List.of(3L), ActionStatus.SUCCEEDED, "true");

        RunTally tally = counter(null, Runnable::run).of(recorded(), () -> graph);

        assertThat(tally.expected()).isEqualTo(WIDTH + 2);
    }

    @Test
    void runWhoseItemsHaveActionsInConditionalsOnlyMayHaveMoreActionsUntilItEnds() throws JsonProcessingException {
        RunGraph graph = conditional("when");
        RunCounts counts = counter(null, Runnable::run);
        assertThat(counts.of(recorded(), () -> graph).open()).isTrue();

        end(RunStatus.SUCCEEDED);

        assertThat(counts.of(recorded(), () -> graph).open()).isFalse();
    }

    @Test
    void listOfRunsCountsAWideRunInParts() throws JsonProcessingException {
        int width = 100_000;
        act(
                "list",
                List.of(),
                ActionStatus.SUCCEEDED,
                LongStream.range(0, width).mapToObj(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        LongStream.range(WIDTH, width).forEach(index -> act("work", List.of(index), ActionStatus.SUCCEEDED, "1"));
        RunGraph graph = graph();
        RunCounts counts = counter(null, Runnable::run);
        int before = actions.reads();

        assertThat(counts.of(List.of(recorded()), run -> graph)).isEmpty();
        assertThat(actions.reads() - before).isLessThan(260);
        assertThat(counts.of(List.of(recorded()), run -> graph).values())
                .extracting(RunTally::counts)
                .containsExactly(succeeded(width + 1));
    }

    @Test
    void listOfRunsReadsStoredCounts() throws JsonProcessingException {
        end(RunStatus.SUCCEEDED);
        RunGraph graph = graph();
        counter(null, Runnable::run).of(recorded(), () -> graph);
        int reads = actions.reads();
        RunRecord listed = recorded().toBuilder().counts(null).build();

        Map<String, RunTally> tallies = counter(null, Runnable::run).of(List.of(listed), run -> {
            throw new AssertionError("The graph is not needed.");
        });

        assertThat(tallies).containsOnlyKeys("run");
        assertThat(tallies.values()).extracting(RunTally::counts).containsExactly(succeeded(WIDTH + 1));
        assertThat(actions.reads()).isEqualTo(reads);
    }

    @Test
    void concurrentCountsAreEqual() throws JsonProcessingException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            assertThat(count(null, threads)).isEqualTo(succeeded(WIDTH + 1));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void unavailableStoreFailsTheCount() {
        end(RunStatus.SUCCEEDED);
        actions.fail("throttled");

        assertThatThrownBy(this::count).isInstanceOf(StoreException.class).hasMessageContaining("throttled");
        assertThat(recorded().counts()).isNull();
    }
}
