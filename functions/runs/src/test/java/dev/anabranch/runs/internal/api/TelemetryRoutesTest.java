package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.payload.PayloadKeys;
import dev.anabranch.runtime.internal.payload.PayloadStore;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.record.Telemetry.Progress;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The progress, metrics and reports of actions in the run API. */
final class TelemetryRoutesTest {

    private static final Telemetry LIST = telemetry(null, Map.of("rows", Metric.of(3)), "# List");

    private final ApiBench bench = new ApiBench();

    @BeforeEach
    void startRun() {
        bench.post("/workflows/numbers/runs", "{\"input\": {\"count\": 3}, \"id\": \"run-1\"}");
        bench.act("run-1", "list", List.of(), "[" + "1,".repeat(999) + "1]");
    }

    private static Telemetry telemetry(
            @Nullable Progress progress, Map<String, Metric> metrics, @Nullable String report) {
        return new Telemetry(progress, metrics, report == null ? null : new StoredResult.Inline(report));
    }

    private JsonNode get(String target) {
        ApiResponse response = bench.get(target);
        assertThat(response.status()).as(target).isEqualTo(200);
        return ApiBench.json(response);
    }

    private void square(long item, ActionStatus status, Telemetry telemetry) {
        bench.report("run-1", "square", List.of(item), status, telemetry);
    }

    @Test
    void actionShowsWhatItHasReported() {
        square(0, ActionStatus.FAILED, telemetry(new Progress(7, 5), Map.of("loss", new Metric(2, 3, 1, 2)), "ü"));
        square(1, ActionStatus.SUCCEEDED, Telemetry.NONE);

        JsonNode actions = get("/runs/run-1/actions?node=square").path("items");

        assertThat(actions.path(0).path("progress").toString()).isEqualTo("{\"done\":7,\"total\":5}");
        assertThat(actions.path(0).path("metrics").toString())
                .isEqualTo("{\"loss\":{\"count\":2,\"sum\":3.0,\"min\":1.0,\"max\":2.0,\"mean\":1.5}}");
        assertThat(actions.path(0).path("reportBytes").asInt()).isEqualTo(2);
        assertThat(actions.path(1).has("progress")
                        || actions.path(1).has("metrics")
                        || actions.path(1).has("reportBytes"))
                .isFalse();
    }

    @Test
    void metricsOfAThousandItemsAreAddedByNode() {
        bench.report("run-1", "list", List.of(), ActionStatus.SUCCEEDED, LIST);
        bench.act("run-1", "list", List.of(), "[" + "1,".repeat(999) + "1]");
        for (long item = 0; item < 1_000; item++) {
            square(
                    item,
                    item % 2 == 0 ? ActionStatus.SUCCEEDED : ActionStatus.FAILED,
                    telemetry(null, Map.of("loss", Metric.of((double) item)), null));
        }

        JsonNode all = get("/runs/run-1/telemetry");
        assertThat(all.path("partial").asBoolean()).isFalse();
        assertThat(all.path("items")).hasSize(1);
        assertThat(all.path("items").path(0).path("node").asText()).isEqualTo("square");
        String loss = "{\"loss\":{\"count\":1000,\"sum\":499500.0,\"min\":0.0,\"max\":999.0,\"mean\":499.5}}";
        assertThat(all.path("items").path(0).path("metrics").toString()).isEqualTo(loss);
        assertThat(get("/runs/run-1/items?node=square")
                        .path("telemetry")
                        .path("metrics")
                        .toString())
                .isEqualTo(loss);
    }

    @Test
    void progressOfRunningItemsIsAdded() {
        square(0, ActionStatus.RUNNING, telemetry(new Progress(1, 4), Map.of(), null));
        square(1, ActionStatus.RUNNING, telemetry(new Progress(2, Long.MAX_VALUE), Map.of(), null));
        square(2, ActionStatus.RUNNING, Telemetry.NONE);
        square(3, ActionStatus.SUCCEEDED, telemetry(new Progress(4, 4), Map.of(), null));

        assertThat(get("/runs/run-1/telemetry?node=square")
                        .path("items")
                        .path(0)
                        .path("progress")
                        .toString())
                .isEqualTo("{\"actions\":2,\"done\":3,\"total\":9223372036854775807}");
    }

    @Test
    void moreThanAHundredNamesAreLeftOut() {
        for (long item = 0; item < 9; item++) {
            Map<String, Metric> metrics = new LinkedHashMap<>();
            for (int i = 0; i < Telemetry.MOST_METRICS; i++) {
                metrics.put("m" + item + "-" + i, Metric.of(i));
            }
            square(item, ActionStatus.SUCCEEDED, telemetry(null, metrics, null));
        }

        JsonNode sum = get("/runs/run-1/telemetry?node=square").path("items").path(0);

        assertThat(sum.path("metrics")).hasSize(100);
        assertThat(sum.path("moreMetrics").asBoolean()).isTrue();
    }

    @Test
    void reportComesWithTheFilesOfItsAction() {
        String markdown = "# Größe\n\n<script>alert(1)</script> ![Map](map.png)";
        square(7, ActionStatus.SUCCEEDED, telemetry(null, Map.of(), markdown));
        bench.payloads.put(PayloadKeys.file("run-1", "square", List.of(7L), "map.png"), "image/png", new byte[3]);
        bench.payloads.put(PayloadKeys.file("run-1", "square", List.of(70L), "other.png"), "image/png", new byte[3]);

        JsonNode report = get("/runs/run-1/report?node=square&path=7");

        assertThat(report.path("markdown").asText()).isEqualTo(markdown);
        assertThat(report.path("files")).hasSize(1);
        assertThat(report.path("files").path(0).path("name").asText()).isEqualTo("map.png");
        assertThat(report.path("files").path(0).path("link").asText()).endsWith("/square/7/map.png");
        assertThat(report.path("partial").isBoolean()).isTrue();
        assertThat(report.path("partial").asBoolean()).isFalse();
    }

    @Test
    void reportListsTheFilesThatItNamesBeforeOthers() {
        String markdown =
                "![a](file119.png) [b](<file 118.png>) ![c](file%20117.png) ![d](f_(116).png)" + "](()".repeat(9_000);
        square(7, ActionStatus.SUCCEEDED, telemetry(null, Map.of(), markdown));
        List<String> named = List.of("f_(116).png", "file 117.png", "file 118.png", "file119.png");
        Stream.concat(IntStream.range(0, 116).mapToObj("a%03d.png"::formatted), named.stream())
                .forEach(name -> bench.payloads.put(
                        PayloadKeys.file("run-1", "square", List.of(7L), name), "image/png", new byte[3]));

        JsonNode report = get("/runs/run-1/report?node=square&path=7");

        assertThat(report.path("files").findValuesAsText("name"))
                .hasSize(100)
                .containsAll(named)
                .doesNotContain("a096.png")
                .contains("a095.png");
        assertThat(report.path("partial").asBoolean()).isTrue();
    }

    @Test
    void largeReportIsReadFromItsObject() {
        byte[] markdown = "x".repeat(Telemetry.LARGEST_REPORT).getBytes(StandardCharsets.UTF_8);
        String key = PayloadKeys.report("run-1", "square", List.of(7L), 1);
        bench.payloads.put(key, PayloadStore.MARKDOWN, markdown);
        square(7, ActionStatus.SUCCEEDED, Telemetry.NONE.withReport(new StoredResult.InStore(key, markdown.length)));

        assertThat(get("/runs/run-1/report?node=square&path=7").path("markdown").asText())
                .hasSize(Telemetry.LARGEST_REPORT);
    }

    @Test
    void actionWithoutReportIsNotFoundByName() {
        square(7, ActionStatus.SUCCEEDED, Telemetry.NONE);

        assertNotFound("node=square&path=7", "The action `square[7]` of the run `run-1` has no report.");
        assertNotFound("node=square&path=8", "The action `square[8]` of the run `run-1` has no report.");
        assertNotFound("node=square", "The action `square` of the run `run-1` has no report.");
        assertNotFound("node=none", "no node `none`");
        assertThat(bench.get("/runs/run-1/report").status()).isEqualTo(400);
        assertThat(bench.get("/runs/run-1/report?node=square&path=x").status()).isEqualTo(400);
        assertThat(bench.get("/runs/run-1/telemetry?node=none").status()).isEqualTo(404);
    }

    private void assertNotFound(String query, String text) {
        ApiResponse response = bench.get("/runs/run-1/report?" + query);
        assertThat(response.status()).isEqualTo(404);
        assertThat(Optional.of(ApiBench.json(response).path("detail").asText()))
                .hasValueSatisfying(detail -> assertThat(detail).contains(text));
    }
}
