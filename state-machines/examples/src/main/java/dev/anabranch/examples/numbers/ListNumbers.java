package dev.anabranch.examples.numbers;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the list that is fanned out over: 0, 1, 2 ... */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListNumbers implements Task<Count, List<Integer>> {

    /** A slip of the finger should not start, and bill, a million functions. */
    static final int MOST = 10_000;

    /**
     * The numbers from 0 to n - 1.
     *
     * @throws dev.anabranch.task.PermanentFailure when n is negative or more than 10,000
     */
    @Override
    public List<Integer> run(Count input, TaskContext context) {
        int n = WholeNumber.upTo("n", input.n(), 10, MOST, "each number is a function call, and on AWS each is billed");
        return IntStream.range(0, n).boxed().toList();
    }
}
