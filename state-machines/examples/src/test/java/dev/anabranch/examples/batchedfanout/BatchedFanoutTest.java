package dev.anabranch.examples.batchedfanout;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BatchedFanoutTest {

    @Test
    void lastBatchCanBeShorter() {
        assertThat(cut(5L, 2L)).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
        assertThat(cut(4L, 2L)).containsExactly(List.of(0, 1), List.of(2, 3));
        assertThat(cut(2L, 10_000L)).containsExactly(List.of(0, 1));
    }

    @Test
    void noNumbersHaveNoBatches() {
        assertThat(cut(0L, 3L)).isEmpty();
        assertThat(new JoinBatches().run(Results.of(List.of()), ANY))
                .isEqualTo(new BatchedFanoutResult(0, 0, List.of()));
    }

    @Test
    void everyNumberIsInOneBatch() {
        assertThat(cut(null, null)).hasSize(4).allMatch(batch -> batch.size() == 25);
        assertThat(cut(1_000_000L, 100L).stream().flatMap(List::stream).distinct())
                .hasSize(1_000_000);
    }

    @Test
    void batchesAreJoinedInTheirOrder() {
        assertThat(new JoinBatches().run(Results.of(List.of(List.of("a", "b"), List.of("c"))), ANY))
                .isEqualTo(new BatchedFanoutResult(2, 3, List.of("a", "b", "c")));
    }

    @Test
    void invalidBatchesAreRefused() {
        assertRefused(
                -1L,
                1L,
                "n is -1 but must be from 0 to 1000000: the numbers of one run should fit into memory."
                        + " Leave it out for 100.");
        assertRefused(
                1L,
                0L,
                "batch is 0 but must be from 1 to 10000: a batch and its results should fit into memory."
                        + " Leave it out for 25.");
        assertRefused(
                100_000L,
                9L,
                "100000 numbers in batches of 9 are 11112 actions, but one run starts at most 10000:"
                        + " make the batch larger.");
    }

    private static void assertRefused(Long n, Long batch, String message) {
        assertThatThrownBy(() -> cut(n, batch))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(message);
    }

    private static List<List<Integer>> cut(@Nullable Long n, @Nullable Long batch) {
        return new CutBatches().run(new BatchedFanoutInput(n, batch), ANY);
    }
}
