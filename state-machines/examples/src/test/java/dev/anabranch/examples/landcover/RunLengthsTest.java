package dev.anabranch.examples.landcover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunLengthsTest {

    @Test
    void countOfOneIsLeftOut() {
        assertThat(RunLengths.encode(new byte[] {0, 0, 0, 1, 2, 2, 3})).isEqualTo("3ws2vb");
    }

    @Test
    void encodedTextIsDecodedAndHasAtMostOneCharacterPerPixel() {
        long seed = 20260101;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            byte[] classes = new byte[1 + random.nextInt(400)];
            int changes = 1 + random.nextInt(20);
            for (int i = 1; i < classes.length; i++) {
                classes[i] = random.nextInt(changes) == 0 ? (byte) random.nextInt(4) : classes[i - 1];
            }
            String text = RunLengths.encode(classes);

            assertThat(RunLengths.decode(text, classes.length))
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(classes);
            assertThat(text.length()).as("seed %d, round %d", seed, round).isLessThanOrEqualTo(classes.length);
        }
    }

    @ParameterizedTest
    @CsvSource({"3w", "5w", "4", "'' ", "99999999999w", "2w2x"})
    void invalidTextIsRefused(String text) {
        assertThatThrownBy(() -> RunLengths.decode(text, 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
