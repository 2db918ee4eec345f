package dev.anabranch.examples.montecarlopi;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.anabranch.task.PermanentFailure;
import dev.anabranch.task.Results;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MonteCarloPiTest {

    @Test
    void samplesAreDistributedEvenly() {
        assertThat(streams(10L, 4L, null)).extracting(SampleStream::samples).containsExactly(3L, 3L, 2L, 2L);
        assertThat(streams(1L, 3L, null)).extracting(SampleStream::samples).containsExactly(1L, 0L, 0L);
        assertThat(streams(null, null, null)).hasSize(20).allMatch(stream -> stream.samples() == 500_000);
    }

    @Test
    void everyStreamHasItsOwnSeed() {
        assertThat(streams(null, 10_000L, 1L)).extracting(SampleStream::seed).doesNotHaveDuplicates();
        assertThat(streams(null, 5L, 1L)).isEqualTo(streams(null, 5L, 1L)).isNotEqualTo(streams(null, 5L, 2L));
    }

    @Test
    void retryDrawsTheSamePoints() {
        SampleStream stream = new SampleStream(-7, 1_000);

        assertThat(new ThrowPoints().run(stream, ANY)).isEqualTo(new ThrowPoints().run(stream, ANY));
    }

    @Test
    void intervalContainsPiWithItsConfidence() {
        long seeds = 200;
        long held = LongStream.range(0, seeds)
                .mapToObj(seed -> estimate(streams(20_000L, 4L, seed)))
                .filter(estimate -> estimate.low() < Math.PI && Math.PI < estimate.high())
                .count();

        // 190 of 200 are expected, with a standard deviation of 3.
        assertThat(held).as("of %d seeds from 0 on", seeds).isBetween(178L, 199L);
    }

    @Test
    void estimateIsComputedFromTheShareInside() {
        PiEstimate estimate = new EstimatePi().run(Results.of(List.of(new Tally(60, 50), new Tally(40, 25))), ANY);

        assertThat(estimate.pi()).isEqualTo(3);
        assertThat(estimate.standardError()).isCloseTo(4 * Math.sqrt(0.75 * 0.25 / 100), within(1e-12));
        assertThat(estimate.error()).isCloseTo(3 - Math.PI, within(1e-12));
        assertThat(estimate.samples()).isEqualTo(100);
        assertThat(estimate.streams()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0 | 2 | samples is 0 but must be from 1 to 2000000000, which is 1000000000 for each stream
                    2000000001 | 2 | samples is 2000000001 but must be from 1 to 2000000000, which is 1000000000 for each stream
                    1 | 0 | streams is 0 but must be from 1 to 10000: each stream is a function call, and on AWS each is billed
                    1 | 10001 | streams is 10001 but must be from 1 to 10000: each stream is a function call
                    """)
    void invalidNumbersOfSamplesAreRefused(long samples, long streams, String message) {
        assertThatThrownBy(() -> streams(samples, streams, null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageStartingWith(message);
    }

    private static List<SampleStream> streams(@Nullable Long samples, @Nullable Long streams, @Nullable Long seed) {
        return new SeedStreams().run(new MonteCarloPiInput(samples, streams, seed), ANY);
    }

    private static PiEstimate estimate(List<SampleStream> streams) {
        List<Tally> tallies = streams.stream()
                .map(stream -> new ThrowPoints().run(stream, ANY))
                .toList();
        return new EstimatePi().run(Results.of(tallies), ANY);
    }
}
