package dev.anabranch.runs.internal.action;

import dev.anabranch.action.PayloadMissing;
import dev.anabranch.runs.internal.graph.RunGraph;
import dev.anabranch.runs.internal.graph.RunGraph.Vertex;
import dev.anabranch.runs.internal.graph.RunRefused;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.NodeCounts;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRegistry;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runs.internal.record.RunTally;
import dev.anabranch.runtime.internal.record.ActionStore;
import dev.anabranch.runtime.internal.record.BlockCounts;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts the actions of runs in blocks of 250, with several requests in parallel. No counter is kept while a run is in
 * progress: all its actions would update one hot key, and each would pay for the write. After the end of the run, the
 * final count is stored in the run's record, so that later reads cost one read for any width.
 * A process remembers the blocks that cannot change, so that counting a run repeatedly reads each record about once.
 *
 * <p>A time limit ends a count early; a partial count is never stored.
 */
public final class RunCounts {

    /** The time that an attempt can take to start and stop in addition to its timeout. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    /** The maximum number of partitions that counting the runs of a list reads: a second or two. */
    private static final int READS = 250;

    private final CountedBlocks counted = new CountedBlocks();
    private final RunRegistry registry;
    private final ActionStore actions;
    private final RunReader reader;
    private final Executor executor;
    private final InstantSource clock;
    private final @Nullable Duration atMost;
    private final Duration settled;

    /**
     * Creates a counter.
     *
     * @param longestTimeout the longest timeout of all functions: after this time, no attempt of an ended run can still
     *     write
     * @param atMost the time limit of a count; null for no limit
     */
    public RunCounts(
            RunRegistry registry,
            ActionStore actions,
            RunReader reader,
            Executor executor,
            InstantSource clock,
            Duration longestTimeout,
            @Nullable Duration atMost) {
        this.registry = registry;
        this.actions = actions;
        this.reader = reader;
        this.executor = executor;
        this.clock = clock;
        this.atMost = atMost;
        this.settled = longestTimeout.plus(MARGIN);
    }

    /** Returns the counts of a run: the stored ones, otherwise the current ones, which are stored if they are final. */
    public RunTally of(RunRecord run, Supplier<RunGraph> graph) {
        RunTally kept = run.counts();
        return kept == null ? kept(run, now(run, graph)) : kept;
    }

    /** Returns the current counts without storing them. */
    public RunTally now(RunRecord run, Supplier<RunGraph> graph) {
        return new Count(run, counted.of(run), graph, Integer.MAX_VALUE).tally();
    }

    /**
     * Returns the counts of runs of a list, as {@link #of} does, which together read at most {@value #READS} partitions.
     * Runs that need more are missing; a later call continues where this one stopped. Runs whose data is being deleted or
     * has expired are missing too.
     *
     * @param runs the records of runs in a list, which have no counts
     * @return the counts by the id of the run
     */
    public Map<String, RunTally> of(List<RunRecord> runs, Function<RunRecord, RunGraph> graph) {
        Map<String, RunTally> tallies = new HashMap<>();
        ParallelRequests<Optional<RunRecord>> requests =
                new ParallelRequests<>(executor, found -> found.filter(run -> run.counts() != null)
                        .ifPresent(run -> counted.put(run, Objects.requireNonNull(run.counts()))));
        runs.stream()
                .filter(run -> run.status().ended() && counted.tally(run).isEmpty())
                .forEach(run -> requests.add(() -> registry.read(run.id())));
        requests.finish();
        int reads = READS;
        for (RunRecord run : runs) {
            RunTally tally = counted.tally(run).orElse(null);
            if (tally == null && reads > 0) {
                try {
                    Count count = new Count(run, counted.of(run), () -> graph.apply(run), reads);
                    tally = kept(run, count.tally());
                    reads -= count.reads;
                } catch (PayloadMissing | RunRefused gone) {
                    // Another request deletes the run, or its data has expired: the others have counts.
                    counted.forget(run);
                }
            }
            if (tally != null && !tally.partial()) {
                tallies.put(run.id(), tally);
            }
        }
        return tallies;
    }

    /** Forgets what this process has counted of a run. */
    public void forget(RunRecord run) {
        counted.forget(run);
    }

    private RunTally kept(RunRecord run, RunTally tally) {
        if (isFinal(run, tally)) {
            registry.keep(run.id(), tally);
            counted.put(run, tally);
        }
        return tally;
    }

    /**
     * Returns true if the counts cannot change. A run that succeeded has waited for its actions, and their results do
     * not change. A failed action may still be delivered again, and other runs may have left some running.
     */
    private boolean isFinal(RunRecord run, RunTally tally) {
        ActionCounts counts = tally.counts();
        boolean waited = run.status() == RunStatus.SUCCEEDED && counts.running() == 0 && counts.failed() == 0;
        return !tally.partial() && run.ended() != null && (waited || isSettled(run));
    }

    /** Returns true if no attempt of a run can write any more. */
    public boolean isSettled(RunRecord run) {
        Instant ended = run.ended();
        return ended != null && !clock.instant().isBefore(ended.plus(settled));
    }

    /** One count in progress. */
    private final class Count {
        private final @Nullable Instant until =
                atMost == null ? null : clock.instant().plus(atMost);
        private final RunRecord run;
        private final CountedBlocks.OfRun known;
        private final RunGraph graph;
        private final int most;
        private final RunWalk walk;
        private final Map<String, Sum> sums = new HashMap<>();
        private final ParallelRequests<Block> requests = new ParallelRequests<>(executor, this::add);
        private int reads;

        Count(RunRecord run, CountedBlocks.OfRun known, Supplier<RunGraph> graph, int most) {
            this.run = run;
            this.known = known;
            this.graph = known.graph(graph);
            this.most = most;
            this.walk = new RunWalk(this.graph, reader, run, known.widths());
            if (isSettled(run)) {
                known.beginFinalCount();
            }
        }

        RunTally tally() {
            boolean all = walk.blocks(this::ask);
            requests.finish();
            Map<String, NodeCounts> nodes = new LinkedHashMap<>();
            long waiting = 0;
            for (Vertex node : graph.nodes()) {
                if (node.kind().hasActions()) {
                    Sum sum = sums.getOrDefault(node.id(), new Sum());
                    nodes.put(node.id(), sum.of(node, graph.isFixed(node)));
                    waiting += node.kind() == RunGraph.Kind.AWAIT ? sum.inAttempts : 0;
                }
            }
            return new RunTally(List.copyOf(nodes.values()), waiting, isOpen(nodes), !all);
        }

        /**
         * Returns whether more actions may follow than are expected: a list does not exist yet, so that its fan-out has no
         * actions yet, or all actions of the items of a fan-out are in conditionals.
         */
        private boolean isOpen(Map<String, NodeCounts> nodes) {
            if (run.status().ended()) {
                return false;
            }
            List<Vertex> always = graph.nodes().stream()
                    .filter(node -> nodes.containsKey(node.id()) && graph.isReachedByAllItems(node))
                    .toList();
            return always.stream()
                            .flatMap(node -> graph.fanOuts(node.id()).stream())
                            .distinct()
                            .map(fanOut -> nodes.get(graph.inspectedNode(fanOut)))
                            .anyMatch(list -> list != null && list.succeeded() + list.cached() < list.expected())
                    || always.stream().anyMatch(this::isOnlyInConditionals);
        }

        /** Returns whether a call reads a condition of items that have no actions outside of conditionals. */
        private boolean isOnlyInConditionals(Vertex condition) {
            return graph.isSkippable(condition)
                    && !condition.in().isEmpty()
                    && graph.nodesIn(condition.in()).stream()
                            .noneMatch(node -> node.kind().hasActions() && graph.isFixed(node));
        }

        /** Requests the counts of a block; returns false if a limit has been reached. */
        private boolean ask(Vertex node, String partition, long size) {
            Optional<BlockCounts> settledBlock = known.settled(partition);
            if (settledBlock.isPresent()) {
                add(new Block(node, partition, size, settledBlock.get()));
                return true;
            }
            if (reads == most || (until != null && !clock.instant().isBefore(until))) {
                return false;
            }
            reads++;
            requests.add(() -> new Block(node, partition, size, actions.countBlock(partition)));
            return true;
        }

        private void add(Block block) {
            if (!walk.grows(block.node())) {
                known.remember(block.partition(), block.node(), block.size(), block.counts());
            }
            BlockCounts recorded = block.counts();
            sums.computeIfAbsent(block.node().id(), node -> new Sum())
                    .add(
                            block,
                            run.status().ended()
                                    ? recorded
                                    : recorded.awaitingRetries(block.node().attempts()));
        }
    }

    private record Block(Vertex node, String partition, long size, BlockCounts counts) {}

    /** The sums of the blocks of a node. */
    private static final class Sum {
        private final Map<ActionStatus, Long> statuses = new EnumMap<>(ActionStatus.class);
        private long size;
        private long millis;
        /** The number of running actions without those that wait for a retry. */
        private long inAttempts;

        void add(Block block, BlockCounts counts) {
            counts.statuses().forEach((status, count) -> statuses.merge(status, (long) count, Long::sum));
            size += block.size();
            millis += counts.millis();
            inAttempts += block.counts().count(ActionStatus.RUNNING);
        }

        NodeCounts of(Vertex node, boolean fixed) {
            NodeCounts counts = new NodeCounts(
                    node.id(),
                    node.added(),
                    size,
                    count(ActionStatus.RUNNING),
                    count(ActionStatus.SUCCEEDED),
                    count(ActionStatus.FAILED),
                    count(ActionStatus.CACHED),
                    count(ActionStatus.ABORTED),
                    millis);
            return fixed ? counts : counts.expecting(counts.started());
        }

        private long count(ActionStatus status) {
            return statuses.getOrDefault(status, 0L);
        }
    }
}
