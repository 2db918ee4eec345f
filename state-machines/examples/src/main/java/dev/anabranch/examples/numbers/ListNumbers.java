package dev.anabranch.examples.numbers;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;
import java.util.stream.IntStream;

/** Creates the list for the fan-out: 0, 1, 2 ... */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListNumbers implements Task<Count, List<Integer>> {

    /** The limit prevents a typing error from starting, and billing, a million functions. */
    static final int MOST = 10_000;

    /**
     * Returns the numbers from 0 to n - 1.
     *
     * @throws dev.anabranch.task.PermanentFailure if n is negative or more than 10,000
     */
    @Override
    public List<Integer> run(Count input, TaskContext context) {
        int n = WholeNumber.upTo("n", input.n(), 10, MOST, "each number is a function call, and on AWS each is billed");
        return IntStream.range(0, n).boxed().toList();
    }
}
