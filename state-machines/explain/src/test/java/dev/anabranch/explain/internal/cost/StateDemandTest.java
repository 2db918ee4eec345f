package dev.anabranch.explain.internal.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.explain.internal.cost.StateDemand.Kind;
import org.junit.jupiter.api.Test;

final class StateDemandTest {

    @Test
    void negativeNumberOfRepeatsIsRefused() {
        StateDemand one = StateDemand.count(Kind.TRANSITION, "node", 1);

        assertThat(one.times(0, 1)).isEqualTo(StateDemand.NONE);
        assertThatThrownBy(() -> one.times(-1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The number of repeats is -1; it must not be negative.");
    }

    @Test
    void countsOfRunsOfRunsDoNotOverflow() {
        StateDemand one = StateDemand.count(Kind.TRANSITION, "node", 3);
        StateDemand wide = StateDemand.count(Kind.TRANSITION, "node", 1_000_000_000_000L);

        assertThat(one.counting(one, 5).of(Kind.TRANSITION)).isEqualTo(18);
        assertThat(one.counting(wide, 1_000_000_000_000L).of(Kind.TRANSITION)).isEqualTo(StateDemand.MOST);
        assertThat(one.counting(wide, 1_000_000_000_000L)
                        .counting(wide, 1_000_000_000_000L)
                        .of(Kind.TRANSITION))
                .isEqualTo(StateDemand.MOST);
    }
}
