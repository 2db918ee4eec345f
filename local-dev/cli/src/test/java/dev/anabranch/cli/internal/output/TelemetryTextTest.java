package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.client.internal.ClientTelemetry;
import dev.anabranch.client.internal.ClientTelemetry.NodeTelemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TelemetryTextTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jsonTellsWhetherMetricsAreLeftOut(boolean moreMetrics) {
        NodeTelemetry node = new NodeTelemetry("work", Map.of(), moreMetrics, 0, 0, new Progress(0, 0));

        assertThat(TelemetryText.json(new ClientTelemetry(List.of(node), false))
                        .path(0)
                        .path("moreMetrics")
                        .asBoolean(!moreMetrics))
                .isEqualTo(moreMetrics);
    }

    @ParameterizedTest
    @CsvSource({"RUNNING, 3, '  3 of 4 (75 %)'", "FAILED, 3, '  ended at 3 of 4'", "SUCCEEDED, 3, ''", "FAILED, 4, ''"})
    void endedActionShowsItsProgressOnlyIfItDidNotDoAllItsWork(ActionStatus status, long done, String text) {
        Instant began = Instant.EPOCH;
        ClientAction action = new ClientAction(
                "work",
                "",
                status,
                1,
                true,
                Optional.of(began),
                status == ActionStatus.RUNNING ? Optional.empty() : Optional.of(began),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                "",
                Optional.of(new Progress(done, 4)),
                Map.of(),
                OptionalLong.empty(),
                List.of());

        assertThat(TelemetryText.end(action)).isEqualTo(text);
    }
}
