package dev.anabranch.examples.largefanout;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.task.PermanentFailure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LargeFanoutTest {

    @Test
    void listHasTheRequestedLength() {
        assertThat(new CountUp().run(new LargeFanoutInput(null), ANY)).hasSize(100);
        assertThat(new CountUp().run(new LargeFanoutInput(0L), ANY)).isEmpty();
        List<Integer> million = new CountUp().run(new LargeFanoutInput(1_000_000L), ANY);
        assertThat(million).hasSize(1_000_000);
        assertThat(million.get(999_999)).isEqualTo(999_999);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_001})
    void widthOutOfRangeIsRefused(long r) {
        assertThatThrownBy(() -> new CountUp().run(new LargeFanoutInput(r), ANY))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("r is " + r + " but must be from 0 to 1000000: a million actions cost a few dollars on AWS."
                        + " Leave it out for 100.");
    }
}
