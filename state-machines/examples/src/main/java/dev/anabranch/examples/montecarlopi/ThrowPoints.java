package dev.anabranch.examples.montecarlopi;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.SplittableRandom;

/** Throws points at a square and counts those in the quarter of a circle that is in it. */
@TaskDefaults(memoryMb = 1769, timeoutSeconds = 300)
public final class ThrowPoints implements Task<SampleStream, Tally> {

    private static final double UNIT = 0x1.0p-32;

    /** How many points there were, and how many were inside. */
    @Override
    public Tally run(SampleStream stream, TaskContext context) {
        SplittableRandom random = new SplittableRandom(stream.seed());
        long inside = 0;
        for (long i = 0; i < stream.samples(); i++) {
            long bits = random.nextLong(); // Enough for both coordinates, 32 bits each.
            double x = (bits >>> 32) * UNIT;
            double y = (bits & 0xffff_ffffL) * UNIT;
            if (x * x + y * y < 1) {
                inside++;
            }
        }
        return new Tally(stream.samples(), inside);
    }
}
