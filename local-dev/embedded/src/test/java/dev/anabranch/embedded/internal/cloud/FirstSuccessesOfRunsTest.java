package dev.anabranch.embedded.internal.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.runs.internal.action.ActionQuery;
import dev.anabranch.runs.internal.action.IndexRange;
import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runs.internal.rerun.RerunSelection;
import dev.anabranch.runtime.internal.record.RecordedAttempt;
import dev.anabranch.runtime.internal.store.DynamoDbActionStore;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.RecordKey;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reruns adopt the first successes of a fan-out, and do not run the items that were not needed. */
final class FirstSuccessesOfRunsTest {

    /** Squares the first number whose square is available. */
    private static final class FirstSquare implements Workflow<Long, Long> {
        @Override
        public Value<Long> define(Flow flow, Value<Long> width) {
            Value<Long> first = flow.map(flow.call(World.Count.class, width).named("count"), World.Square.class)
                    .sequential()
                    .any();
            return flow.call(World.Same.class, first).named("same");
        }

        @Override
        public String name() {
            return "first-square";
        }
    }

    @SuppressWarnings("NullAway.Init") // JUnit sets it up.
    private RunsCloud cloud;

    @BeforeEach
    void open(@TempDir Path scratch) {
        cloud = new RunsCloud(scratch);
        World.BAD.clear();
        cloud.deploy(new FirstSquare());
    }

    @AfterEach
    void close() {
        World.BAD.clear();
        cloud.close();
    }

    @Test
    void failedItemsAreTriedUntilOneSucceeds() {
        World.BAD.add(0L);
        World.BAD.add(1L);

        EmbeddedRun run = cloud.run("one", "first-square", LongNode.valueOf(6));

        assertThat(run.output().map(JsonNode::longValue)).contains(4L);
        assertThat(cloud.computed()).isEqualTo(Map.of("count", 1, "square", 3, "first of map square", 1, "same", 1));
    }

    @Test
    void rerunAdoptsTheFirstSuccess() {
        World.BAD.add(0L);
        cloud.run("one", "first-square", LongNode.valueOf(6));
        World.BAD.clear();

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.From("same"));

        // The first item would succeed now, but the result of the first run stays.
        assertThat(rerun.output().map(JsonNode::longValue)).contains(1L);
        assertThat(cloud.reused()).containsEntry("first of map square", 1);
        assertThat(cloud.computed()).containsEntry("same", 1).doesNotContainKey("first of map square");
    }

    @Test
    void rerunOfTooFewSuccessesRunsTheFailedItemsAgain() {
        for (long number = 0; number < 6; number++) {
            World.BAD.add(number);
        }
        assertThat(cloud.run("one", "first-square", LongNode.valueOf(6)).succeeded())
                .isFalse();
        World.BAD.clear();

        EmbeddedRun rerun = cloud.rerun("two", "one", new RerunSelection.OnlyFailed());

        assertThat(rerun.output().map(JsonNode::longValue)).contains(0L);
        assertThat(cloud.computed()).containsEntry("square", 1).containsEntry("same", 1);
    }

    @Test
    void itemInFlightAtTheEndIsShownAsNotNeeded() {
        assertThat(cloud.run("one", "first-square", LongNode.valueOf(6)).succeeded())
                .isTrue();
        claim("square", 4);

        RunAction late = cloud.runs()
                .actions(
                        "one",
                        new ActionQuery(
                                Optional.of("square"),
                                "",
                                Optional.empty(),
                                IndexRange.parse("4"),
                                Optional.empty(),
                                10))
                .items()
                .get(0);

        assertThat(late.record().status()).isEqualTo(ActionStatus.ABORTED);
        assertThat(late.record().errorName()).isEqualTo(ErrorNames.NOT_NEEDED);
        assertThat(late.record().errorMessage()).isEqualTo("Not needed: enough other items had succeeded.");
        assertThat(cloud.runs().counts("one").aborted()).isEqualTo(1);
    }

    /** Claims an item as an invocation does that is still in flight. */
    private void claim(String node, long index) {
        new DynamoDbActionStore(cloud.cloud().dynamoDb(), EmbeddedCloud.TABLE, DynamoDbActionStore.RETENTION)
                .claim(RecordKey.of("one", node, List.of(index)), new RecordedAttempt(1, RunsCloud.START, "log"));
    }
}
