package dev.anabranch.workflow.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.workflow.internal.graph.FanOutOptions.Tolerance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many items may fail under a limit in percent. */
final class ToleranceTest {

    @ParameterizedTest
    @CsvSource({"0.57, 10000, 57", "1.14, 5000, 57", "2.5, 40, 1", "33.3, 1000, 333", "0, 10, 0", "100, 3, 3"})
    void allowsExactlyTheToleratedShare(double percent, long total, long failed) {
        Tolerance tolerance = new Tolerance(percent, Long.MAX_VALUE);

        assertThat(tolerance.allows(failed, total)).isTrue();
        assertThat(tolerance.allows(failed + 1, total)).isFalse();
    }
}
