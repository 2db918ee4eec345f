package dev.anabranch.examples.largefanout;

import dev.anabranch.examples.numbers.WholeNumber;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;
import java.util.stream.IntStream;

/** Creates the list for the fan-out. */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 60)
public final class CountUp implements Task<LargeFanoutInput, List<Integer>> {

    /** The limit keeps the cost of a run low: on AWS, a million actions cost a few dollars. */
    static final int MOST = 1_000_000;

    /**
     * Returns the numbers from 0 to r - 1.
     *
     * @throws dev.anabranch.task.PermanentFailure if r is negative or more than 1,000,000
     */
    @Override
    public List<Integer> run(LargeFanoutInput input, TaskContext context) {
        int r = WholeNumber.upTo("r", input.r(), 100, MOST, "a million actions cost a few dollars on AWS");
        return IntStream.range(0, r).boxed().toList();
    }
}
