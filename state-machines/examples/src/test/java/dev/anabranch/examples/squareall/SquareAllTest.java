package dev.anabranch.examples.squareall;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SquareAllTest {

    @Test
    void numbersInFailAtAreMarked() {
        assertThat(assign(3L, List.of(1L, 1L)))
                .containsExactly(new Assignment(0, false), new Assignment(1, true), new Assignment(2, false));
        assertThat(assign(3L, null)).hasSize(3).noneMatch(Assignment::fail);
        assertThat(assign(0L, List.of())).isEmpty();
        assertThat(assign(null, null).stream().filter(Assignment::fail))
                .containsExactly(new Assignment(3, true), new Assignment(42, true));
    }

    @Test
    void unknownNumberInFailAtIsRefused() {
        assertRefused(3L, List.of(3L), "failAt has 3, but the numbers are 0 to 2: leave it out of the list.");
        assertRefused(3L, List.of(-1L), "failAt has -1, but the numbers are 0 to 2: leave it out of the list.");
        assertRefused(
                3L, Arrays.asList(1L, null), "failAt has null, but the numbers are 0 to 2: leave it out of the list.");
        assertRefused(
                0L, List.of(0L), "failAt has 0, but the numbers are none, since n is 0: leave it out of the list.");
        assertRefused(
                10_001L,
                List.of(),
                "n is 10001 but must be from 0 to 10000: each number is a function call, and on AWS each is billed."
                        + " Leave it out for 100.");
    }

    @Test
    void squaresOfTheLargestNumbersFit() {
        assertThat(new Square().run(new Assignment(9_999, false), ANY)).isEqualTo(99_980_001);
        assertThatThrownBy(() -> new Square().run(new Assignment(7, true), ANY)).hasMessage("7 is in failAt");
    }

    @Test
    void reportHasAnEntryForEveryNumber() {
        Results<Outcome<Integer>> outcomes = Results.of(List.of(
                new Outcome.Succeeded<>(0),
                new Outcome.Failed<>("Sandbox.Timedout", "took too long", 2),
                new Outcome.Succeeded<>(4)));

        assertThat(new ReportSquares().run(outcomes, ANY))
                .isEqualTo(new SquareAllReport(
                        2,
                        1,
                        4,
                        List.of(new SquareAllReport.Failed(1, "Sandbox.Timedout", "took too long")),
                        Arrays.asList(0, null, 4)));
    }

    private static void assertRefused(Long n, List<@Nullable Long> failAt, String message) {
        assertThatThrownBy(() -> assign(n, failAt))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage(message);
    }

    private static List<Assignment> assign(@Nullable Long n, @Nullable List<@Nullable Long> failAt) {
        return new AssignNumbers().run(new SquareAllInput(n, failAt), ANY);
    }
}
