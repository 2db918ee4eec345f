package dev.anabranch.examples.squareall;

import dev.anabranch.examples.numbers.WholeNumber;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Creates an assignment for each number. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class AssignNumbers implements Task<SquareAllInput, List<Assignment>> {

    static final int MOST = 10_000;
    private static final List<Long> BY_DEFAULT = List.of(3L, 42L);

    /**
     * Returns the assignments in the order of the numbers.
     *
     * @throws PermanentFailure if n is out of range, or if failAt has a number that is not in the range
     */
    @Override
    public List<Assignment> run(SquareAllInput input, TaskContext context) {
        int n = WholeNumber.upTo(
                "n", input.n(), 100, MOST, "each number is a function call, and on AWS each is billed");
        Set<Integer> failing = failing(input, n);
        return IntStream.range(0, n)
                .mapToObj(number -> new Assignment(number, failing.contains(number)))
                .toList();
    }

    private static Set<Integer> failing(SquareAllInput input, int n) {
        if (input.failAt() == null) {
            return input.n() == null ? checked(BY_DEFAULT, n) : Set.of();
        }
        return checked(input.failAt(), n);
    }

    private static Set<Integer> checked(List<? extends @Nullable Long> failAt, int n) {
        Set<Integer> failing = new HashSet<>();
        for (Long number : failAt) {
            if (number == null || number < 0 || number >= n) {
                throw new PermanentFailure("failAt has " + number + ", but the numbers are "
                        + (n == 0 ? "none, since n is 0" : "0 to " + (n - 1)) + ": leave it out of the list.");
            }
            failing.add(number.intValue());
        }
        return failing;
    }
}
