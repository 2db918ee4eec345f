package dev.anabranch.examples.piprecision;

import dev.anabranch.examples.montecarlopi.MonteCarloPiInput;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;

/** Returns the input of each estimate. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class ListSizes implements Task<PiPrecisionInput, List<MonteCarloPiInput>> {

    private static final List<Long> SAMPLES = List.of(1_000L, 100_000L, 10_000_000L);
    private static final long STREAMS = 4;

    @Override
    public List<MonteCarloPiInput> run(PiPrecisionInput input, TaskContext context) {
        List<Long> samples = input.samples() == null ? SAMPLES : input.samples();
        long streams = input.streams() == null ? STREAMS : input.streams();
        return samples.stream()
                .map(size -> new MonteCarloPiInput(size, streams, null))
                .toList();
    }
}
