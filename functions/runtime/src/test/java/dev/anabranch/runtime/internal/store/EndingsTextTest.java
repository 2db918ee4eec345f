package dev.anabranch.runtime.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.SharedRecord.Ending;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The endings of a batch fit into an item, whatever its actions have reported. */
final class EndingsTextTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final RecordKey FIRST = RecordKey.of("run-1", "classify", List.of(0L));
    private static final StoredResult REPORT = new StoredResult.InStore("runs/run-1/results/classify/0/1/report.md", 9);

    private final Random random = new Random(11);

    private List<Ending> failures(int metrics, String sample) {
        List<Ending> endings = new ArrayList<>();
        for (int offset = 0; offset < 250; offset++) {
            endings.add(new Ending(
                    offset,
                    ActionRecord.of(new RecordKey(FIRST.partition(), RecordKey.sort(offset)), ActionStatus.FAILED)
                            .attempts(1)
                            .order(NOW.toEpochMilli() * 1_000)
                            .began(NOW)
                            .finished(NOW.plusMillis(random.nextInt(60_000)))
                            .log("log-1")
                            .permanent(true)
                            .failure("java.io.IOException", text(sample, 300))
                            .telemetry(new Telemetry(new Progress(offset, 250), metrics(metrics), REPORT))
                            .build()));
        }
        return endings;
    }

    private Map<String, Metric> metrics(int count) {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Metric metric = Metric.of(random.nextDouble());
            for (int value = 1; value < 5; value++) {
                metric = metric.plus(Metric.of(random.nextDouble()));
            }
            metrics.put(text("a", Telemetry.LONGEST_NAME), metric);
        }
        return metrics;
    }

    /** Returns random letters: of the Latin alphabet for a sample of it, otherwise Chinese ones or pairs. */
    private String text(String sample, int characters) {
        StringBuilder text = new StringBuilder();
        while (text.length() < characters) {
            int range = sample.equals("a") ? 26 : 5_000;
            text.appendCodePoint(sample.codePointAt(0) + random.nextInt(range));
        }
        return text.toString();
    }

    private static List<ActionRecord> stored(List<Ending> endings) {
        AttributeValue packed = EndingsText.packed(endings);
        assertThat(PackedText.size(packed)).isLessThanOrEqualTo(EndingsText.LARGEST);
        return EndingsText.parse(PackedText.text(packed), FIRST).stream()
                .map(Ending::record)
                .toList();
    }

    private static int bytes(List<ActionRecord> records) {
        return records.stream()
                .mapToInt(record -> record.errorMessage().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }

    private static List<Telemetry> telemetry(List<ActionRecord> records) {
        return records.stream().map(ActionRecord::telemetry).toList();
    }

    private static List<ActionRecord> records(List<Ending> endings) {
        return endings.stream().map(Ending::record).toList();
    }

    @Test
    void messagesTogetherHaveAtMost64KilobytesOfUtf8() {
        for (String sample : List.of("a", "\u4e00", "\ud83c\udf00")) {
            List<Ending> endings = failures(0, sample);

            List<ActionRecord> stored = stored(endings);

            assertThat(bytes(stored)).isBetween(62 * 1024, 64 * 1024);
            for (int i = 0; i < 250; i++) {
                assertThat(endings.get(i).record().errorMessage())
                        .startsWith(stored.get(i).errorMessage());
            }
            assertThat(telemetry(stored)).isEqualTo(telemetry(records(endings)));
        }
    }

    @Test
    void shortMessagesAreKeptInFull() {
        List<Ending> endings = failures(2, "a").subList(0, 3);

        assertThat(stored(endings)).isEqualTo(records(endings));
    }

    @Test
    void messagesAreShortenedBeforeMetricsAreLeftOut() {
        List<Ending> endings = failures(Telemetry.MOST_METRICS, "\u4e00");

        List<ActionRecord> stored = stored(endings);

        assertThat(telemetry(stored)).isEqualTo(telemetry(records(endings)));
        assertThat(bytes(stored)).isBetween(7 * 1024, 8 * 1024);
    }

    @Test
    void metricsAreLeftOutIfTheEndingsDoNotFitOtherwise() {
        List<Ending> endings = failures(2 * Telemetry.MOST_METRICS, "\u4e00");

        List<ActionRecord> stored = stored(endings);

        assertThat(telemetry(stored)).allSatisfy(left -> {
            assertThat(left.metrics()).isEmpty();
            assertThat(left.report()).isEqualTo(REPORT);
            assertThat(left.progress()).isNotNull();
        });
        assertThat(stored)
                .allSatisfy(record -> assertThat(record.errorMessage()).isNotEmpty());
    }
}
