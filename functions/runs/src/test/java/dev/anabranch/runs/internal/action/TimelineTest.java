package dev.anabranch.runs.internal.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The numbers of actions over time. */
final class TimelineTest {

    private static final long START = Instant.parse("2026-11-30T05:00:00Z").toEpochMilli();

    private static ActionRecord action(ActionStatus status, long began, @Nullable Long finished) {
        return ActionRecord.of(RecordKey.of("run", "square", List.of(0L)), status)
                .began(Instant.ofEpochMilli(START + began))
                .finished(finished == null ? null : Instant.ofEpochMilli(START + finished))
                .build();
    }

    @Test
    void countsBeginsEndsAndFailuresByMillisecondIfTheyFit() {
        Timeline timeline = new Timeline();
        timeline.add(action(ActionStatus.SUCCEEDED, 0, 3L));
        timeline.add(action(ActionStatus.FAILED, 1, 3L));
        timeline.add(action(ActionStatus.RUNNING, 1, null));

        assertThat(timeline.bucketMillis()).isEqualTo(1);
        assertThat(timeline.from()).isEqualTo(Instant.ofEpochMilli(START));
        assertThat(timeline.began()).containsExactly(1, 2, 0, 0);
        assertThat(timeline.ended()).containsExactly(0, 0, 0, 2);
        assertThat(timeline.failed()).containsExactly(0, 0, 0, 1);
        assertThat(timeline.millis()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 63, 64, 1_000, 3_600_000, 86_400_000_000L})
    void hasFewBucketsForAnyDurationAndLosesNothing(long longest) {
        Random random = new Random(longest);
        Timeline timeline = new Timeline();
        for (int i = 0; i < 5_000; i++) {
            long began = random.nextLong(longest + 1);
            timeline.add(action(
                    i % 20 == 0 ? ActionStatus.FAILED : ActionStatus.SUCCEEDED,
                    began,
                    began + random.nextLong(longest - began + 1)));
        }

        assertThat(timeline.began().length).isLessThanOrEqualTo(Timeline.MOST_BUCKETS);
        assertThat(Long.bitCount(timeline.bucketMillis())).isOne();
        assertThat(timeline.from().toEpochMilli() % timeline.bucketMillis()).isZero();
        assertThat(Arrays.stream(timeline.began()).sum()).isEqualTo(5_000);
        assertThat(Arrays.stream(timeline.ended()).sum()).isEqualTo(5_000);
        assertThat(Arrays.stream(timeline.failed()).sum()).isEqualTo(250);
    }

    @Test
    void withoutActionsItHasNoBuckets() {
        Timeline timeline = new Timeline();
        timeline.add(action(ActionStatus.RUNNING, 0, null));

        assertThat(new Timeline().began()).isEmpty();
        assertThat(new Timeline().from()).isEqualTo(Instant.EPOCH);
        assertThat(timeline.ended()).containsExactly(0);
    }
}
