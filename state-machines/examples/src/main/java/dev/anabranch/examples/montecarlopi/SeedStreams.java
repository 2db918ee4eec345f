package dev.anabranch.examples.montecarlopi;

import dev.anabranch.examples.numbers.WholeNumber;
import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.task.TaskDefaults;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Derives a seed for each action. With equal seeds, all actions would draw the same points. */
@TaskDefaults(memoryMb = 512, timeoutSeconds = 10)
public final class SeedStreams implements Task<MonteCarloPiInput, List<SampleStream>> {

    static final int MOST_STREAMS = 10_000;

    /** Takes about 10 seconds on one core; a function can run for 15 minutes in every region. */
    static final long MOST_SAMPLES_OF_A_STREAM = 1_000_000_000;

    /**
     * Returns the streams; the numbers of their points differ by at most one.
     *
     * @throws PermanentFailure if a number is out of range
     */
    @Override
    public List<SampleStream> run(MonteCarloPiInput input, TaskContext context) {
        int streams = WholeNumber.within(
                "streams",
                input.streams(),
                20,
                1,
                MOST_STREAMS,
                "each stream is a function call, and on AWS each is billed");
        long samples = input.samples() == null ? 10_000_000 : input.samples();
        long most = streams * MOST_SAMPLES_OF_A_STREAM;
        if (samples < 1 || samples > most) {
            throw new PermanentFailure("samples is " + samples + " but must be from 1 to " + most + ", which is "
                    + MOST_SAMPLES_OF_A_STREAM + " for each stream, so that no function takes minutes."
                    + " Use more streams, or leave samples out for 10000000.");
        }
        SplittableRandom seeds = new SplittableRandom(input.seed() == null ? 42 : input.seed());
        return IntStream.range(0, streams)
                .mapToObj(i -> new SampleStream(seeds.nextLong(), samples / streams + (i < samples % streams ? 1 : 0)))
                .toList();
    }
}
