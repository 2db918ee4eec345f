package dev.anabranch.examples.montecarlopi;

import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;

/** Adds up the results of the streams, and computes the error of the estimate. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 60)
public final class EstimatePi implements Task<Results<Tally>, PiEstimate> {

    /** The number of standard errors within which 95 percent of all estimates are. */
    private static final double Z95 = 1.959964;

    /** Returns the estimate. */
    @Override
    public PiEstimate run(Results<Tally> streams, TaskContext context) {
        Tally all = streams.stream().reduce(new Tally(0, 0), Tally::plus);
        double share = (double) all.inside() / all.samples();
        double pi = 4 * share;
        double standardError = 4 * Math.sqrt(share * (1 - share) / all.samples());
        return new PiEstimate(
                pi,
                standardError,
                pi - Z95 * standardError,
                pi + Z95 * standardError,
                pi - Math.PI,
                all.samples(),
                all.inside(),
                streams.size());
    }
}
