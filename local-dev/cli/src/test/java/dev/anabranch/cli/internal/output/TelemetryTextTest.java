package dev.anabranch.cli.internal.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.client.internal.ClientTelemetry;
import dev.anabranch.client.internal.ClientTelemetry.NodeTelemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
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
}
