package dev.anabranch.embedded.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.embedded.faults.FanOutOfThree.Action;
import dev.anabranch.embedded.faults.FanOutOfThree.Shape;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.Wire;
import dev.anabranch.stores.internal.storage.Storage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Injects one fault of each kind at each step of a fan-out of three items with its reducer, in each of its variants,
 * and pairs of faults. In every case the run ends with the right result, records are correct, and completed work is not
 * repeated: a task has one effect, and one more only for each fault before its result was recorded.
 *
 * <p>{@code -Danabranch.seed=<seed>} selects the pairs; a failure contains its schedule.
 */
final class FaultScheduleTest {

    private static final int PAIRS = 200;
    private static final long SEED = Long.getLong("anabranch.seed", 20_261_121);

    @TempDir
    private Path scratch;

    @ParameterizedTest
    @EnumSource
    void oneFaultOfEachKindAtEachStep(Shape shape) {
        try (World world = new World(shape, scratch)) {
            List<Fault> faults = world.faults();
            assertThat(faults).hasSizeGreaterThan(100);
            faults.forEach(fault -> world.runWith(List.of(fault)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void pairsOfFaults(Shape shape) {
        SplittableRandom random = new SplittableRandom(SEED);
        try (World world = new World(shape, scratch)) {
            List<Fault> faults = world.faults();
            for (int i = 0; i < PAIRS; i++) {
                world.runWith(
                        List.of(faults.get(random.nextInt(faults.size())), faults.get(random.nextInt(faults.size()))));
            }
        }
    }

    /** A fault that affects every attempt. */
    @ParameterizedTest
    @EnumSource
    void actionThatAlwaysFailsFailsTheRun(Shape shape) {
        try (World world = new World(shape, scratch)) {
            for (Action action : world.actions()) {
                Stream.of(
                                Fault.Kind.INVOCATION_THROTTLED,
                                Fault.Kind.LAMBDA_FAILS,
                                Fault.Kind.DIES_AT_ONCE,
                                Fault.Kind.CRASH_BEFORE,
                                Fault.Kind.KILLED,
                                Fault.Kind.OUT_OF_TIME,
                                Fault.Kind.THROTTLED,
                                Fault.Kind.STORE_FAILS)
                        .forEach(kind -> world.runWithout(action, kind));
            }
        }
    }

    /** Numbers are unique to a run, so that effects can be assigned to runs. */
    private static final AtomicLong RUNS = new AtomicLong();

    /** One embedded cloud that runs a workflow of one variant repeatedly. */
    private static final class World implements AutoCloseable {
        private final Storage storage = Storage.inMemory();
        private final FaultyWorld faulty = new FaultyWorld();
        private final FanOutOfThree workflow;
        private final EmbeddedCloud cloud;
        private final Deployment deployment;
        private long run;

        World(Shape shape, Path scratch) {
            workflow = new FanOutOfThree(shape);
            cloud = EmbeddedCloud.builder()
                    .clock(new VirtualClock(Instant.parse("2026-01-01T00:00:00Z")))
                    .engine(Runnable::run)
                    .threads(Runnable::run)
                    .readers(Runnable::run)
                    .random(new Random(SEED))
                    .storage(storage)
                    .scratch(scratch)
                    .invocations(faulty::over)
                    .faults(faulty)
                    .build();
            deployment = cloud.deploy(workflow);
        }

        List<Action> actions() {
            List<Action> actions = new ArrayList<>(List.of(new Action("items", -1), new Action("join", -1)));
            for (int i = 0; i < FanOutOfThree.WIDTH; i++) {
                actions.add(new Action("work", i));
                if (workflow.shape() == Shape.PIPELINE) {
                    actions.add(new Action("polish", i));
                }
            }
            return actions;
        }

        /** Returns every fault that a run can have, determined by a run without faults. */
        List<Fault> faults() {
            runWith(List.of());
            List<Integer> calls = faulty.calls();
            List<Fault> faults = new ArrayList<>();
            for (int invocation = 0; invocation < calls.size(); invocation++) {
                for (Fault.Kind kind : Fault.Kind.values()) {
                    int steps = kind.where == Fault.Kind.Where.STORE ? calls.get(invocation) : 1;
                    for (int call = 0; call < steps; call++) {
                        faults.add(new Fault(invocation, kind.where == Fault.Kind.Where.STORE ? call : -1, kind));
                    }
                }
            }
            return faults;
        }

        void runWith(List<Fault> schedule) {
            run = RUNS.incrementAndGet();
            Map<Action, Integer> repeats = new HashMap<>();
            faulty.begin(schedule, (kind, action) -> {
                if (mayRepeat(kind, action)) {
                    repeats.merge(action, 1, Integer::sum);
                }
            });
            String what = workflow.name() + " with " + schedule;
            EmbeddedRun ended = ended(what);
            faulty.deliverLate();

            assertThat(ended.failure()).as(what).isEmpty();
            assertThat(ended.output().map(JsonNode::textValue)).as(what).contains(workflow.expected(run));
            for (Action action : actions()) {
                if (workflow.fails(action)) {
                    checkFailed(what, action, "The second item never works.");
                } else {
                    checkSucceeded(what, action);
                }
                assertThat(FanOutOfThree.effects(action, run))
                        .as("effects of %s in %s", action, what)
                        .isBetween(1, 1 + repeats.getOrDefault(action, 0));
            }
        }

        /**
         * Checks the number of effects. A recorded result is never computed again. A result that was not yet recorded
         * is computed again, a duplicate delivery that runs in parallel has its own effect, and a task that always
         * fails also fails for a duplicate.
         */
        private boolean mayRepeat(Fault.Kind kind, Action action) {
            Optional<ActionRecord> record = record(action);
            boolean finished = record.map(ActionRecord::status)
                    .filter(ActionStatus::hasResult)
                    .isPresent();
            return !finished
                    && (FanOutOfThree.effects(action, run) > 0
                            || (kind.duplicates() && (record.isPresent() || workflow.fails(action))));
        }

        void runWithout(Action action, Fault.Kind kind) {
            run = RUNS.incrementAndGet();
            faulty.begin(kind, action);
            String what = workflow.name() + " where " + action + " always meets " + kind;
            EmbeddedRun ended = ended(what);

            boolean tolerated = action.index() >= 0 && workflow.tolerates();
            if (!tolerated) {
                assertThat(ended.succeeded()).as(what).isFalse();
                assertThat(ended.failure().orElseThrow().node()).as(what).isEqualTo(action.node());
                assertThat(ended.failure().orElseThrow().message()).as(what).isNotBlank();
            }
            assertThat(record(action).map(ActionRecord::status)).as(what).contains(ActionStatus.FAILED);
            assertThat(record(action).orElseThrow().error()).as(what).isNotBlank();
            for (Action other : actions()) {
                record(other)
                        .filter(record -> record.status().hasResult())
                        .ifPresent(record -> checkSucceeded(what, other));
                assertThat(record(other).map(ActionRecord::status))
                        .as(what)
                        .isNotEqualTo(Optional.of(ActionStatus.RUNNING));
            }
        }

        private EmbeddedRun ended(String what) {
            CompletableFuture<EmbeddedRun> future = cloud.start(deployment, "run-" + run, LongNode.valueOf(run));
            assertThat(future).as("%s: it hangs", what).isDone();
            return future.join();
        }

        private void checkSucceeded(String what, Action action) {
            ActionRecord record =
                    record(action).orElseThrow(() -> new AssertionError(what + ": no record of " + action));
            assertThat(record.status()).as("%s in %s", action, what).matches(ActionStatus::hasResult);
            assertThat(record.error()).as("%s in %s", action, what).isNull();
            JsonNode result = cloud.reader().output("run-" + run, new Wire.Recorded(action.node(), action.path()));
            if (action.index() >= 0) {
                assertThat(result.textValue().strip()).as(what).isEqualTo("item " + (run * 10 + action.index()));
            }
        }

        private void checkFailed(String what, Action action, String message) {
            ActionRecord record = record(action).orElseThrow();
            assertThat(record.status()).as("%s in %s", action, what).isEqualTo(ActionStatus.FAILED);
            assertThat(record.message()).as("%s in %s", action, what).isEqualTo(message);
        }

        private Optional<ActionRecord> record(Action action) {
            return cloud.reader().action("run-" + run, action.node(), action.path());
        }

        @Override
        public void close() {
            cloud.close();
            storage.close();
        }
    }
}
