package dev.anabranch.examples.montecarlopi;

import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.SplittableRandom;

/** Draws points in a square and counts those in the quarter of a circle inside it. */
@TaskDefaults(memoryMb = 1769, timeoutSeconds = 300)
public final class ThrowPoints implements Task<SampleStream, Tally> {

    private static final double UNIT = 0x1.0p-32;

    /** Returns the number of points, and the number of points in the circle. */
    @Override
    public Tally run(SampleStream stream, TaskContext context) {
        SplittableRandom random = new SplittableRandom(stream.seed());
        long inside = 0;
        for (long i = 0; i < stream.samples(); i++) {
            long bits = random.nextLong(); // One random number has 32 bits for each coordinate.
            double x = (bits >>> 32) * UNIT;
            double y = (bits & 0xffff_ffffL) * UNIT;
            if (x * x + y * y < 1) {
                inside++;
            }
        }
        return new Tally(stream.samples(), inside);
    }
}
