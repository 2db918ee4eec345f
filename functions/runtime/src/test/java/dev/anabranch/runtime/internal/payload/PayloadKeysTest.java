package dev.anabranch.runtime.internal.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadKeysTest {

    @ParameterizedTest
    @CsvSource({
        "plain-Name_1.png, plain-Name_1.png",
        "cut tiles, cut!20tiles",
        "a/b, a!2Fb",
        "100%!, 100!25!21",
        "., !2E",
        ".., !2E!2E",
        "ß, !C3!9F"
    })
    void namesAreEscaped(String name, String segment) {
        assertThat(PayloadKeys.segment(name)).isEqualTo(segment);
        assertThat(PayloadKeys.name(segment)).isEqualTo(name);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void differentNamesHaveDifferentSegmentsThatAreShortAndReadable(long seed) {
        Random random = new Random(seed);
        Set<String> names = new HashSet<>(Set.of("", ".", "!", "!!", "a!20b", "a b"));
        while (names.size() < 3_000) {
            names.add(random.ints(random.nextInt(30), 0, 0x3000)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
        }
        Set<String> segments = new HashSet<>();
        for (String name : names) {
            String segment = PayloadKeys.segment(name);
            assertThat(segment).matches("[A-Za-z0-9._!-]{1,190}").isNotIn(".", "..");
            segments.add(segment);
            if (!segment.contains("!!")) {
                assertThat(PayloadKeys.name(segment)).isEqualTo(name);
            }
        }
        assertThat(segments).hasSameSizeAs(names);
    }

    @Test
    void longNamesAreTruncated() {
        String one = PayloadKeys.segment("é".repeat(200) + "1");
        String two = PayloadKeys.segment("é".repeat(200) + "2");

        assertThat(one).isNotEqualTo(two).hasSizeLessThanOrEqualTo(190);
        assertThat(PayloadKeys.name(one)).startsWith("ééé");
    }

    @Test
    void keysFitTheLimitOfS3() {
        String wide = "🗺".repeat(80);
        List<Long> path = List.of(99_999_999L, 99_999_999L, 99_999_999L, 99_999_999L, 99_999_999L);

        assertThat(PayloadKeys.file("r".repeat(80), wide, path, "🗺".repeat(100))
                        .getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(1_024);
    }

    @Test
    void resultsOfTwoAttemptsHaveDifferentKeys() {
        assertThat(PayloadKeys.result("r", "n", List.of(3L, 1L), 1)).isEqualTo("runs/r/results/n/3.1/1.json");
        assertThat(PayloadKeys.result("r", "n", List.of(), 2)).isEqualTo("runs/r/results/n/-/2.json");
    }
}
