package dev.anabranch.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.oracle.RandomItems.Change;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.workflow.InvalidDefinition;
import dev.anabranch.workflow.internal.graph.Node;
import dev.anabranch.workflow.internal.trace.TracedWorkflow;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fan-outs that tolerate failures, with steps of all kinds in their items: an item has failed if any of its steps has,
 * also after faults and in reruns of all kinds. {@code -Danabranch.seed=<seed>} runs only that seed, {@code
 * -Danabranch.seeds=<n>} sets the number of seeds, and {@code -Danabranch.first=<seed>} the first of them.
 */
final class RandomItemsTest {

    private static final int SEEDS = 60;
    private static final long PLAIN = 0;
    private static final long FAULTS = 10_000;
    private static final long RERUNS = 1_000_000;
    private static final long CHANGES = 2_000_000;

    private static final Set<String> VARIED =
            Set.of(RandomItems.Varied.class.getName(), RandomItems.VariedList.class.getName());
    private static final int ONE_IN = 25;
    private static final int PARTS = 3;

    private static final JsonNode INPUT = TextNode.valueOf("input");

    @TempDir
    private Path scratch;

    /** A rerun adopts first successes as they are, also if they depend on failures that it mends. */
    private static RandomItems workflow(long seed) {
        return new RandomItems(seed, seed % 3 == 0, seed < RERUNS || seed >= CHANGES);
    }

    private static void check(long firstSeed, LongConsumer check) {
        Long only = Long.getLong("anabranch.seed");
        int count = Integer.getInteger("anabranch.seeds", SEEDS);
        long first = Long.getLong("anabranch.first", firstSeed);
        LongStream seeds = only == null ? LongStream.range(first, first + count) : LongStream.of(only);
        LongAdder refused = new LongAdder();
        seeds.parallel()
                .mapToObj(seed -> difference(seed, check, refused))
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(Assertions::fail);
        assertThat(refused.intValue()).as("workflows that AWS would not take").isLessThan(2 + count / 10);
    }

    private static Optional<String> difference(long seed, LongConsumer check, LongAdder refused) {
        try {
            check.accept(seed);
            return Optional.empty();
        } catch (InvalidDefinition invalid) {
            if (BeyondQuotas.is(invalid)) {
                refused.increment();
                return Optional.empty();
            }
            return Optional.of("seed " + seed + ": " + invalid);
        } catch (RuntimeException | AssertionError e) {
            StringWriter stack = new StringWriter();
            e.printStackTrace(new PrintWriter(stack, true));
            return Optional.of("seed " + seed + ": " + stack + "\nin "
                    + Outline.of(TracedWorkflow.of(workflow(seed)).graph()));
        }
    }

    @Test
    void itemsEqualTheDirectEvaluation() {
        check(PLAIN, seed -> {
            try (TestCloud cloud = seed % 8 == 0 ? TestCloud.threaded(scratch) : TestCloud.calm(scratch)) {
                Equivalence.check(cloud, workflow(seed), INPUT);
            }
        });
    }

    @Test
    void itemsEqualTheDirectEvaluationWithAllFaults() {
        check(FAULTS, seed -> {
            WatchedTasks tasks = new WatchedTasks(seed, 0).killingOneIn(ONE_IN, node -> true);
            try (TestCloud cloud = TestCloud.faulty(
                    scratch, tasks, functions -> new FaultyCalls(functions, seed), new FaultyStores(seed, (int)
                            (seed % 2)))) {
                Equivalence.check(cloud, workflow(seed), INPUT);
            }
        });
    }

    @Test
    void rerunsEqualTheDirectEvaluation() {
        check(RERUNS, seed -> {
            WatchedTasks tasks = new WatchedTasks(seed, ONE_IN);
            SplittableRandom random = new SplittableRandom(seed);
            boolean faults = random.nextInt(3) == 0;
            try (TestCloud cloud = faults
                    ? TestCloud.faulty(
                            scratch, tasks, functions -> new FaultyCalls(functions, seed), new FaultyStores(seed, 1))
                    : TestCloud.ofTasks(scratch, tasks)) {
                DirectRun direct = DirectRun.of(workflow(seed));
                EmbeddedRun run = cloud.run(workflow(seed), INPUT);
                tasks.recover();
                // Reruns only what failed, and afterwards a part, which has the same result again.
                RerunSelection selection = new RerunSelection.OnlyFailed();
                for (int i = 1; i <= PARTS; i++) {
                    EmbeddedRun next = rerun(cloud, "rerun-" + i, run, selection);
                    if (!next.id().equals(run.id())) { // Otherwise all is adopted: also the failures of items that are
                        // not needed.
                        check(cloud, next, direct, selection);
                    }
                    run = next;
                    selection = part(cloud.runs().graph(run.id()), random);
                }
            }
        });
    }

    private static void check(TestCloud cloud, EmbeddedRun run, DirectRun direct, RerunSelection selection) {
        try {
            Equivalence.check(cloud, run, direct, INPUT);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(run.id() + " of " + selection, e);
        }
    }

    /** A rerun from a node that returns something else now is as if it had returned that in the first run. */
    @Test
    void rerunOfAChangeEqualsTheDirectEvaluationWithTheChange() {
        check(CHANGES, seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            DirectRun direct = DirectRun.of(workflow(seed));
            try (TestCloud cloud = TestCloud.calm(scratch)) {
                EmbeddedRun run = cloud.run(workflow(seed), INPUT);
                RunGraph graph = cloud.runs().graph(run.id());
                List<Node.Call> varied = TracedWorkflow.of(workflow(seed)).graph().nodes().stream()
                        .flatMap(node -> node instanceof Node.Call call ? Stream.of(call) : Stream.empty())
                        .filter(call -> VARIED.contains(call.task().className()))
                        .toList();
                for (int i = 1; i <= PARTS; i++) {
                    Change change =
                            change(varied.get(random.nextInt(varied.size())).id(), graph, random);
                    RerunSelection selection = change.items().isPresent()
                            ? new RerunSelection.Items(
                                    Optional.of(change.node()),
                                    List.of(change.items().orElseThrow()))
                            : new RerunSelection.From(change.node());
                    change.apply();
                    EmbeddedRun changed = rerun(cloud, "rerun-" + i, run, selection);
                    if (!changed.id().equals(run.id())) {
                        check(cloud, changed, direct, selection);
                    }
                    Change.revert();
                }
            } finally {
                Change.revert();
            }
        });
    }

    private static Change change(String node, RunGraph graph, SplittableRandom random) {
        if (graph.depth(node) == 0 || random.nextBoolean()) {
            return new Change(node, Optional.empty());
        }
        long first = random.nextInt(3);
        return new Change(node, Optional.of(new IndexRange(List.of(), first, first + random.nextInt(2))));
    }

    private static RerunSelection part(RunGraph graph, SplittableRandom random) {
        List<RunGraph.Vertex> nodes = graph.nodes();
        String node = nodes.get(random.nextInt(nodes.size())).id();
        long from = random.nextInt(4);
        List<IndexRange> some = List.of(new IndexRange(List.of(), from, from + random.nextInt(3)));
        return switch (random.nextInt(5)) {
            case 0 -> new RerunSelection.From(node);
            case 1 -> new RerunSelection.Items(Optional.empty(), some);
            case 2 -> new RerunSelection.Items(Optional.of(node), some);
            case 3 -> new RerunSelection.Unfinished();
            default -> new RerunSelection.From(node);
        };
    }

    private static EmbeddedRun rerun(TestCloud cloud, String id, EmbeddedRun source, RerunSelection selection) {
        try {
            return cloud.rerun(id, source.id(), selection);
        } catch (RunRefused refused) {
            assertThat(refused.reason())
                    .isIn(
                            RunRefused.Reason.NOTHING_TO_DO,
                            RunRefused.Reason.UNKNOWN_NODE,
                            RunRefused.Reason.UNKNOWN_ITEM);
            return source;
        }
    }
}
