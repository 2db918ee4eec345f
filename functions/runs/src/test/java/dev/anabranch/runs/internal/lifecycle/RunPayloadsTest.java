package dev.anabranch.runs.internal.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How stored documents of runs are read. */
final class RunPayloadsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0",
                "1.10",
                "[100.00]",
                "{\"a\":12345678901234567890.123456789}",
                "9223372036854775808",
                "1E+400"
            })
    void numbersKeepTheirScaleAndPrecision(String json) {
        assertThat(RunPayloads.tree(json)).hasToString(json);
    }

    @Test
    void equalValuesHaveTheSameSortedText() {
        String text = "{\"a\":[{\"c\":1.10,\"d\":null}],\"b\":1E+400}";

        assertThat(RunPayloads.sorted(RunPayloads.tree("{\"b\":1E+400,\"a\":[{\"d\":null,\"c\":1.10}]}")))
                .isEqualTo(text)
                .isEqualTo(RunPayloads.sorted(RunPayloads.tree(text)));
    }
}
