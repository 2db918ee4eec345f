package dev.anabranch.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class RequestsTest {

    @Test
    void answersAreTakenInTheOrderOfTheRequests() {
        List<Integer> taken = new ArrayList<>();
        Requests<Integer> requests = new Requests<>(Runnable::run, taken::add);

        IntStream.range(0, 100).forEach(number -> requests.add(() -> number));
        assertThat(taken).hasSize(100 - Requests.AHEAD);
        requests.finish();

        assertThat(taken).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    @Timeout(30)
    void aFewAreUnderWayBeforeTheFirstHasBeenAnswered() {
        Deque<Runnable> underWay = new ArrayDeque<>();
        List<Integer> taken = new ArrayList<>();
        Requests<Integer> requests = new Requests<>(underWay::add, taken::add);

        IntStream.range(0, Requests.AHEAD).forEach(number -> requests.add(() -> number));
        assertThat(underWay).hasSize(Requests.AHEAD);
        assertThat(taken).isEmpty();

        // The last comes first.
        underWay.descendingIterator().forEachRemaining(Runnable::run);
        requests.finish();
        assertThat(taken).isEqualTo(IntStream.range(0, Requests.AHEAD).boxed().toList());
    }

    @Test
    void whatARequestThrowsIsThrownAsItIs() {
        Requests<Integer> requests = new Requests<>(Runnable::run, number -> {});
        requests.add(() -> {
            throw new IllegalArgumentException("no such table");
        });

        assertThatThrownBy(requests::finish)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no such table");
    }

    @Test
    void nothingIsAskedWhereNothingIsAdded() {
        Requests<Integer> requests = new Requests<>(
                task -> {
                    throw new AssertionError();
                },
                number -> {
                    throw new AssertionError();
                });
        requests.finish();
    }
}
