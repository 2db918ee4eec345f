package dev.anabranch.runtime.internal.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runtime.internal.action.ToleranceCheck.Input;
import dev.anabranch.runtime.internal.action.ToleranceCheck.Items;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many items may fail under a limit in percent. */
final class ToleranceCheckTest {

    @ParameterizedTest
    @CsvSource({"0.57, 10000, 57", "1.14, 5000, 57", "2.5, 40, 1", "33.3, 1000, 333", "0, 10, 0", "100, 3, 3"})
    void exactlyTheToleratedShareMayFail(double percent, long total, long failed) {
        assertThat(ToleranceCheck.isBeyondPercent(input(percent, total), failed))
                .isFalse();
        assertThat(ToleranceCheck.isBeyondPercent(input(percent, total), failed + 1))
                .isTrue();
    }

    private static Input input(double percent, long total) {
        return new Input("tiles", new Items(0, 0, total, total, null), percent, null, null);
    }
}
