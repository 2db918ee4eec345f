package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.ItemStates;
import dev.anabranch.runs.internal.action.NodeSummary;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.record.ActionCounts;
import dev.anabranch.runs.internal.record.RunRecord;
import dev.anabranch.runs.internal.record.RunRequest;
import dev.anabranch.runs.internal.record.RunStatus;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Retry;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run shows of an action between a failed attempt and its retry. */
final class RetriesOfRunsTest {

    /** The items 0 to 3 fail as often as their number says. */
    public static final class Flaky implements Task<Long, Long> {
        @Override
        public Long run(Long number, TaskContext context) {
            if (context.attempt() <= number) {
                throw new IllegalStateException("attempt " + context.attempt());
            }
            return number;
        }
    }

    private record OfBatches(int batch) implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            return flow.call(
                    World.Sum.class,
                    flow.map(flow.call(World.Count.class, width), Flaky.class)
                            .batch(batch)
                            .retry(Retry.upTo(1))
                            .collect());
        }

        @Override
        public String name() {
            return "flaky-numbers";
        }
    }

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        cloud = new RunsCloud(scratch);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private ItemStates items() {
        return cloud.runs().itemStates("one", "flaky", List.of(), 0);
    }

    private List<RunAction> listed(ActionStatus status) {
        return cloud.runs()
                .actions("one", ActionQuery.all(10).of("flaky").with(status))
                .items();
    }

    @ParameterizedTest
    @SuppressWarnings("try") // A hold acts by being open.
    @ValueSource(ints = {1, 2})
    void itemThatWaitsForItsRetryIsRunning(int batch) {
        cloud.deploy(new OfBatches(batch));
        RunRecord run;
        try (EngineClock.Hold hold = cloud.hold()) {
            run = cloud.runs()
                    .start(RunRequest.of("flaky-numbers", IntNode.valueOf(2)).named("one"));

            assertThat(items().states()).isEqualTo("1S1R");
            assertThat(items().errors()).isEmpty();
            assertThat(items().timeline().failed()).containsOnly(0);
            assertThat(items().took().counts().values()).containsExactly(1L);
            NodeSummary summary = cloud.runs().summary("one", "flaky");
            assertThat(summary.errors()).isEmpty();
            ActionCounts counts = cloud.runs().counts("one");
            assertThat(counts.running()).isEqualTo(1);
            assertThat(counts.failed()).isZero();
            assertThat(listed(ActionStatus.FAILED)).isEmpty();
            assertThat(listed(ActionStatus.RUNNING)).singleElement().satisfies(action -> {
                assertThat(action.path()).isEqualTo("1");
                assertThat(action.awaitsRetry()).isTrue();
                assertThat(action.record().errorMessage()).isEqualTo("attempt 1");
            });
        }

        assertThat(cloud.ended(run).output()).isPresent();
        assertThat(items().states()).isEqualTo("2S");
        assertThat(cloud.runs().counts("one").succeeded()).isEqualTo(4);
    }

    @Test
    void itemThatHasFailedInItsLastAttemptIsFailed() {
        cloud.deploy(new OfBatches(1));

        cloud.run("one", "flaky-numbers", IntNode.valueOf(3));

        assertThat(cloud.runs().get("one").status()).isEqualTo(RunStatus.FAILED);
        assertThat(items().states()).endsWith("1F");
        assertThat(cloud.runs().counts("one").failed()).isEqualTo(1);
        assertThat(listed(ActionStatus.FAILED)).extracting(RunAction::path).containsExactly("2");
    }
}
