package dev.anabranch.examples.piprecision;

import static dev.anabranch.examples.OneAction.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.examples.montecarlopi.MonteCarloPiInput;
import dev.anabranch.task.PermanentFailure;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListSizesTest {

    private static List<MonteCarloPiInput> list(Long size) {
        return new ListSizes().run(new PiPrecisionInput(Collections.singletonList(size), null), ANY);
    }

    @Test
    @SuppressWarnings("NullAway") // JSON can have null anywhere.
    void estimateWithoutPointsIsRefused() {
        assertThat(new ListSizes().run(new PiPrecisionInput(null, null), ANY)).hasSize(3);
        assertThat(list(1L)).hasSize(1);
        assertThatThrownBy(() -> list(0L))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("samples[0] is 0 but must be a whole number from 1: an estimate needs points.");
        assertThatThrownBy(() -> list(null))
                .isInstanceOf(PermanentFailure.class)
                .hasMessage("samples[0] is null but must be a whole number from 1: an estimate needs points.");
    }
}
