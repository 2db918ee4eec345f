package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.RandomFanOutFeatures.Feature;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runs.internal.record.RunPage;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random faults of calls, stores and tasks, and killed processes, in random combinations of the features of fan-outs: batches, retries,
 * outcomes, tolerances, first successes, caches, pipelines and nested fan-outs, and reruns of failed runs. A run has the same result as
 * the direct evaluation. {@code -Danabranch.seed=<seed>} runs only that seed, {@code -Danabranch.seeds=<n>} sets the
 * number of seeds, and {@code -Danabranch.first=<seed>} the first of them.
 */
final class RandomFaultsTest {

    private static final int SEEDS = 300;
    private static final int DEFINITIONS = 2_000;
    private static final long FIRST = 80_000;
    private static final int ONE_IN = 30;
    /** Together with a fault of the call, at most as many as the state machine retries. */
    private static final int STORE_FAULTS = 1;

    private static final JsonNode INPUT = TextNode.valueOf("input");

    /** A pipeline has several steps for each item, which a batch does not support. */
    private static final Set<Set<Feature>> EXCLUDED = Set.of(
            EnumSet.of(Feature.PIPELINE, Feature.NESTED),
            EnumSet.of(Feature.PIPELINE, Feature.BATCH),
            EnumSet.of(Feature.PIPELINE, Feature.THREADS));

    @TempDir
    private Path scratch;

    private static LongStream seeds() {
        Long only = Long.getLong("anabranch.seed");
        int count = Integer.getInteger("anabranch.seeds", SEEDS);
        long first = Long.getLong("anabranch.first", FIRST);
        return only == null ? LongStream.range(first, first + count) : LongStream.of(only);
    }

    @Test
    void runsAndRerunsEqualTheDirectEvaluation() {
        seeds().parallel()
                .mapToObj(this::difference)
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(Assertions::fail);
    }

    private Optional<String> difference(long seed) {
        RandomFanOutFeatures workflow = new RandomFanOutFeatures(seed);
        try {
            check(seed);
            return Optional.empty();
        } catch (RuntimeException | AssertionError e) {
            return Optional.of("seed " + seed + ": " + e + "\nin "
                    + Outline.of(TracedWorkflow.of(workflow).graph()));
        }
    }

    private void check(long seed) {
        DirectRun direct = DirectRun.of(new RandomFanOutFeatures(seed));
        boolean ailing = seed % 3 == 0;
        WatchedTasks tasks = new WatchedTasks(seed, ailing ? ONE_IN : 0).killingOneIn(ONE_IN, node -> true);
        try (TestCloud cloud = TestCloud.faulty(
                scratch, tasks, functions -> new FaultyCalls(functions, seed), new FaultyStores(seed, (int)
                        (seed % (STORE_FAULTS + 1))))) {
            EmbeddedRun run = cloud.run(new RandomFanOutFeatures(seed), INPUT);
            checkStory(cloud, run);
            if (ailing) {
                tasks.recover();
                run = rerun(cloud).orElse(run);
                checkStory(cloud, run);
            }
            Equivalence.check(cloud, run, direct, INPUT);
        }
    }

    private static Optional<EmbeddedRun> rerun(TestCloud cloud) {
        try {
            return Optional.of(cloud.rerun("again", new RerunSelection.OnlyFailed()));
        } catch (RunRefused refused) {
            assertThat(refused.reason()).isEqualTo(RunRefused.Reason.NOTHING_TO_DO);
            return Optional.empty();
        }
    }

    /** After the end of a run no action runs, and the action that ended the run is recorded as failed. */
    private static void checkStory(TestCloud cloud, EmbeddedRun run) {
        TreeMap<String, ActionStatus> statuses = new TreeMap<>();
        for (Optional<ActionQuery> next = Optional.of(ActionQuery.all(ActionQuery.MOST)); next.isPresent(); ) {
            ActionQuery query = next.get();
            RunPage<RunAction> page = cloud.runs().actions(run.id(), query);
            page.items()
                    .forEach(action -> statuses.put(
                            action.node() + "[" + action.path() + "]",
                            action.record().status()));
            next = page.next().map(query::after);
        }
        assertThat(statuses).as("actions of %s", run.id()).doesNotContainValue(ActionStatus.RUNNING);
        Optional<RunError> failure = run.failure();
        failure.filter(error -> statuses.containsKey(error.node() + "[" + error.action() + "]"))
                .ifPresent(error -> assertThat(statuses.get(error.node() + "[" + error.action() + "]"))
                        .as("status of the action that %s names", error)
                        .isEqualTo(ActionStatus.FAILED));
    }

    @Test
    void everyPairOfFeaturesOccursInOneFanOut() {
        Set<Set<Feature>> pairs = new HashSet<>();
        LongStream.range(FIRST, FIRST + DEFINITIONS).forEach(seed -> {
            RandomFanOutFeatures workflow = new RandomFanOutFeatures(seed);
            TracedWorkflow.of(workflow);
            workflow.combinations()
                    .forEach(all -> all.forEach(one -> all.forEach(other -> pairs.add(EnumSet.of(one, other)))));
        });

        for (Feature one : Feature.values()) {
            for (Feature other : Feature.values()) {
                boolean exclude = EXCLUDED.contains(EnumSet.of(one, other));
                assertThat(pairs.contains(EnumSet.of(one, other)))
                        .as("%s with %s", one, other)
                        .isNotEqualTo(exclude);
            }
        }
    }
}
