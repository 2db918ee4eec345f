package dev.anabranch.runs.internal.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class ParallelRequestsTest {

    @Test
    void responsesAreProcessedInTheOrderOfTheRequests() {
        List<Integer> taken = new ArrayList<>();
        ParallelRequests<Integer> requests = new ParallelRequests<>(Runnable::run, taken::add);

        IntStream.range(0, 100).forEach(number -> requests.add(() -> number));
        assertThat(taken).hasSize(100 - ParallelRequests.AHEAD);
        requests.finish();

        assertThat(taken).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    @Timeout(30)
    void severalRequestsAreInFlight() {
        Deque<Runnable> underWay = new ArrayDeque<>();
        List<Integer> taken = new ArrayList<>();
        ParallelRequests<Integer> requests = new ParallelRequests<>(underWay::add, taken::add);

        IntStream.range(0, ParallelRequests.AHEAD).forEach(number -> requests.add(() -> number));
        assertThat(underWay).hasSize(ParallelRequests.AHEAD);
        assertThat(taken).isEmpty();

        // The last request completes first.
        underWay.descendingIterator().forEachRemaining(Runnable::run);
        requests.finish();
        assertThat(taken)
                .isEqualTo(IntStream.range(0, ParallelRequests.AHEAD).boxed().toList());
    }

    @Test
    void exceptionOfARequestIsThrownUnchanged() {
        ParallelRequests<Integer> requests = new ParallelRequests<>(Runnable::run, number -> {});
        requests.add(() -> {
            throw new IllegalArgumentException("no such table");
        });

        assertThatThrownBy(requests::finish)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such table");
    }

    @Test
    void withoutRequestsNothingHappens() {
        ParallelRequests<Integer> requests = new ParallelRequests<>(
                task -> {
                    throw new AssertionError();
                },
                number -> {
                    throw new AssertionError();
                });
        requests.finish();
    }
}
