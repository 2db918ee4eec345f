package dev.anabranch.examples.batchedfanout;

import dev.anabranch.examples.numbers.WholeNumber;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;
import java.util.stream.IntStream;

/** Divides the numbers into lists, one for each action. */
@TaskDefaults(memoryMb = 1024, timeoutSeconds = 60)
public final class CutBatches implements Task<BatchedFanoutInput, List<List<Integer>>> {

    static final int MOST_NUMBERS = 1_000_000;
    static final int MOST_IN_A_BATCH = 10_000;
    static final int MOST_BATCHES = 10_000;

    /**
     * Returns the numbers from 0 to n - 1 in lists of {@code batch}.
     *
     * @throws PermanentFailure if a field is out of range, or if there would be more than 10,000 lists
     */
    @Override
    public List<List<Integer>> run(BatchedFanoutInput input, TaskContext context) {
        int n = WholeNumber.upTo("n", input.n(), 100, MOST_NUMBERS, "the numbers of one run should fit into memory");
        int batch = WholeNumber.within(
                "batch", input.batch(), 25, 1, MOST_IN_A_BATCH, "a batch and its results should fit into memory");
        int batches = (n + batch - 1) / batch;
        if (batches > MOST_BATCHES) {
            throw new PermanentFailure(n + " numbers in batches of " + batch + " are " + batches
                    + " actions, but one run starts at most " + MOST_BATCHES + ": make the batch larger.");
        }
        return IntStream.range(0, batches)
                .mapToObj(i -> IntStream.range(i * batch, Math.min((i + 1) * batch, n))
                        .boxed()
                        .toList())
                .toList();
    }
}
