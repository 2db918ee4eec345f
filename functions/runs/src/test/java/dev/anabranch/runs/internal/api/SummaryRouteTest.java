package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;
import dev.anabranch.runtime.internal.record.Telemetry.Metric;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the summaries of nodes. Every answer is also compared with the OpenAPI document. */
final class SummaryRouteTest {

    private static final int ROWS = 40;
    private static final int CELLS = 300;

    private final ApiBench bench = new ApiBench();

    @BeforeEach
    void start() {
        bench.post("/workflows/grid/runs", "{\"input\": \"a\", \"id\": \"run-1\"}");
        bench.act("run-1", "rows", List.of(), list(ROWS));
    }

    private static String list(int width) {
        return "[" + String.join(",", Collections.nCopies(width, "1")) + "]";
    }

    private JsonNode summary(String node) {
        return ApiBench.json(bench.get("/runs/run-1/summary?node=" + node));
    }

    private void paint(long row, long cell, ActionStatus status, long millis) {
        boolean running = status == ActionStatus.RUNNING;
        boolean failed = status == ActionStatus.FAILED;
        bench.actions.put(ActionRecord.of(RecordKey.of("run-1", "paint", List.of(row, cell)), status)
                .attempts(9)
                .order(1)
                .began(ApiBench.NOW)
                .finished(running ? null : ApiBench.NOW.plusMillis(millis))
                .result(failed || running ? null : new StoredResult.Inline("1"))
                .failure(failed ? "E" : null, failed ? "no cell " + cell : null)
                .telemetry(new Telemetry(null, Map.of("ink", Metric.of(2)), null))
                .log("log")
                .build());
    }

    private void paintRow(long row) {
        bench.act("run-1", "cut", List.of(row), list(CELLS));
        for (long cell = 0; cell < CELLS; cell++) {
            paint(row, cell, cell == 7 ? ActionStatus.FAILED : ActionStatus.SUCCEEDED, row * CELLS + cell);
        }
    }

    @Test
    void summaryCoversAllRowsOfANestedFanOut() {
        for (long row = 0; row < ROWS; row++) {
            paintRow(row);
        }

        JsonNode all = summary("paint");

        assertThat(all.path("partial").asBoolean()).isFalse();
        assertThat(all.at("/telemetry/metrics/ink/count").asLong()).isEqualTo(ROWS * CELLS);
        assertThat(all.at("/timeline/millis").asLong()).isEqualTo(12_000L * 11_999 / 2);
        assertThat(all.path("errors")).hasSize(1);
        assertThat(all.at("/errors/0").toString())
                .isEqualTo("{\"name\":\"E\",\"shape\":\"no cell #\",\"count\":40,\"last\":\"39.7\","
                        + "\"examples\":[\"0.7\",\"1.7\",\"2.7\"]}");
        long sum = 0;
        for (JsonNode bucket : all.path("durations")) {
            sum += bucket.path("count").asLong();
            // The durations are 0, 1, 2 ... ms, so `sum` actions take at most sum - 1 ms.
            assertThat(bucket.path("atMost").asLong()).isBetween(sum - 1, (sum - 1) * 9 / 8);
        }
        assertThat(sum).isEqualTo(ROWS * CELLS);
        assertThat(all.path("durations").size()).isLessThan(100);
    }

    @Test
    void followingANodeReadsOnlyBlocksThatCanHaveChanged() {
        for (long row = 0; row < ROWS; row++) {
            paintRow(row);
        }
        paint(3, 299, ActionStatus.RUNNING, 0);
        int before = bench.actions.reads();
        summary("paint");
        int first = bench.actions.reads() - before;

        JsonNode second = summary("paint");

        assertThat(first).as("two blocks and a list for each row").isGreaterThanOrEqualTo(3 * ROWS);
        assertThat(bench.actions.reads() - before - first)
                .as("the block of the running action")
                .isEqualTo(1);
        assertThat(second.at("/errors/0/count").asLong()).isEqualTo(40);
        assertThat(second.at("/telemetry/metrics/ink/count").asLong()).isEqualTo(ROWS * CELLS);
        paint(3, 299, ActionStatus.SUCCEEDED, 1);
        assertThat(total(summary("paint"))).isEqualTo(ROWS * CELLS);
        before = bench.actions.reads();
        assertThat(total(summary("paint"))).isEqualTo(ROWS * CELLS);
        assertThat(bench.actions.reads()).isEqualTo(before);
    }

    private static long total(JsonNode summary) {
        long sum = 0;
        for (JsonNode bucket : summary.path("durations")) {
            sum += bucket.path("count").asLong();
        }
        return sum;
    }

    @Test
    void actionThatWaitsForARetryIsRunningUntilItsRunEnds() {
        bench.act("run-1", "cut", List.of(0L), list(2));
        bench.failAttempt("run-1", "paint", List.of(0L, 0L), 1, "E", "first attempt");
        bench.failAttempt("run-1", "paint", List.of(0L, 1L), 2, "E", "last attempt");

        JsonNode all = summary("paint");

        assertThat(total(all)).isEqualTo(1);
        assertThat(all.at("/timeline/began").toString()).isEqualTo("[2]");
        assertThat(all.at("/timeline/failed").toString()).isEqualTo("[1]");
        assertThat(all.path("errors"))
                .extracting(error -> error.path("shape").asText())
                .containsExactly("last attempt");
        bench.failAttempt("run-1", "paint", List.of(0L, 0L), 2, "E", "second attempt");
        assertThat(summary("paint").path("errors"))
                .as("the block was not remembered")
                .hasSize(2);
    }

    @Test
    void summaryCountsAFailureWithAttemptsLeftWhenTheRunHasEnded() {
        bench.act("run-1", "cut", List.of(0L), list(1));
        bench.failAttempt("run-1", "paint", List.of(0L, 0L), 1, "E", "first attempt");
        assertThat(total(summary("paint"))).isZero();

        bench.succeed("run-1", "1");
        bench.get("/runs/run-1");

        assertThat(total(summary("paint"))).isEqualTo(1);
        assertThat(summary("paint").path("errors")).hasSize(1);
    }

    @Test
    void summaryHasATagOnceTheRunHasEndedAndAllItsActionsAreSettled() {
        bench.act("run-1", "cut", List.of(0L), list(1));
        String target = "/runs/run-1/summary?node=paint";
        paint(0, 0, ActionStatus.SUCCEEDED, 1);
        assertThat(bench.get(target).headers()).as("further rows can follow").doesNotContainKey("ETag");
        bench.succeed("run-1", "1");
        assertThat(ApiBench.json(bench.get("/runs/run-1")).path("status").asText())
                .isEqualTo("SUCCEEDED");
        String tag = bench.get(target).headers().getOrDefault("ETag", "");
        int reads = bench.actions.reads();

        ApiResponse again = bench.send("GET", target, Map.of("If-None-Match", tag), new byte[0]);

        assertThat(again.status()).isEqualTo(304);
        assertThat(again.headers()).containsEntry("ETag", tag);
        assertThat(bench.actions.reads()).isEqualTo(reads);
        assertThat(bench.get("/runs/run-1/summary?node=rows").headers()).containsKey("ETag");
    }

    @Test
    void summaryOfARunThatEndedBeforeItsActionsHasNoTag() {
        bench.act("run-1", "cut", List.of(0L), list(2));
        paint(0, 0, ActionStatus.SUCCEEDED, 1);
        bench.succeed("run-1", "1");
        bench.get("/runs/run-1");

        assertThat(bench.get("/runs/run-1/summary?node=paint").headers()).doesNotContainKey("ETag");
    }

    @Test
    void furtherErrorsAreCountedWhenThereAreTooMany() {
        bench.act("run-1", "cut", List.of(0L), list(150));
        for (long cell = 0; cell < 150; cell++) {
            bench.fail("run-1", "paint", List.of(0L, cell), "E" + cell, "why");
        }

        JsonNode all = summary("paint");

        assertThat(all.path("errors")).hasSize(100);
        assertThat(all.path("otherErrors").asLong()).isEqualTo(50);
    }

    @Test
    void summaryOfASingleActionAndOfANodeThatHasNotStarted() {
        assertThat(total(summary("rows"))).isEqualTo(1);
        assertThat(total(summary("paint"))).isZero();
        assertThat(bench.get("/runs/run-1/summary").status()).isEqualTo(400);
        assertThat(bench.get("/runs/run-1/summary?node=x").status()).isEqualTo(404);
        assertThat(bench.get("/runs/run-2/summary?node=paint").status()).isEqualTo(404);
    }
}
