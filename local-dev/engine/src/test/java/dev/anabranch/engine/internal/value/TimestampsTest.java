package dev.anabranch.engine.internal.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimestampsTest {

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00.000Z",
        "2024-02-29T23:59:59.999999999Z, 2024-02-29T23:59:59.999Z",
        "2026-11-21T05:07:09.050Z, 2026-11-21T05:07:09.050Z",
        "1969-12-31T23:59:59.001Z, 1969-12-31T23:59:59.001Z",
        "0999-12-31T00:00:00Z, 0999-12-31T00:00:00.000Z"
    })
    void formatsInstantWithMilliseconds(Instant moment, String text) {
        assertThat(Timestamps.text(moment)).isEqualTo(text);
    }
}
