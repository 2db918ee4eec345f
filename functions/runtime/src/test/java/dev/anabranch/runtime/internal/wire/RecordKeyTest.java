package dev.anabranch.runtime.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RecordKeyTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0000000000",
        "7, 0000000007",
        "249, 0000000249",
        "99999999, 0099999999",
        "9999999999, 9999999999",
        "12345678901, 12345678901"
    })
    void paddedIndexesSortByNumber(long index, String sort) {
        assertThat(RecordKey.sort(index)).isEqualTo(sort);
    }

    @ParameterizedTest
    @CsvSource({"0, run#node#3.17#0", "249, run#node#3.17#0", "250, run#node#3.17#1"})
    void partitionHas250Indexes(long index, String partition) {
        assertThat(RecordKey.of("run", "node", List.of(3L, 17L, index)).partition())
                .isEqualTo(partition);
    }
}
