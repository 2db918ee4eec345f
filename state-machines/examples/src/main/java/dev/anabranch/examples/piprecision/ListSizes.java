package dev.anabranch.examples.piprecision;

import dev.anabranch.examples.montecarlopi.MonteCarloPiInput;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.ArrayList;
import java.util.List;

/** Returns the input of each estimate. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListSizes implements Task<PiPrecisionInput, List<MonteCarloPiInput>> {

    private static final List<Long> SAMPLES = List.of(1_000L, 100_000L, 10_000_000L);
    private static final long STREAMS = 4;

    /**
     * Returns the inputs.
     *
     * @throws PermanentFailure if a number of points is missing or less than 1. The other bounds are those of the
     *     workflow that makes the estimates
     */
    @Override
    public List<MonteCarloPiInput> run(PiPrecisionInput input, TaskContext context) {
        long streams = input.streams() == null ? STREAMS : input.streams();
        List<MonteCarloPiInput> sizes = new ArrayList<>();
        for (Long size : input.samples() == null ? SAMPLES : input.samples()) {
            if (size == null || size < 1) {
                throw new PermanentFailure("samples[" + sizes.size() + "] is " + size
                        + " but must be a whole number from 1: an estimate needs points.");
            }
            sizes.add(new MonteCarloPiInput(size, streams, null));
        }
        return sizes;
    }
}
