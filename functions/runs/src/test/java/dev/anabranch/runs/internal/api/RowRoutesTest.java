package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runtime.internal.record.ActionRecord;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the rows of nested fan-outs. Every answer is also compared with the OpenAPI document. */
final class RowRoutesTest {

    private final ApiBench bench = new ApiBench();

    @BeforeEach
    void start() {
        bench.post("/workflows/grid/runs", "{\"input\": \"a\", \"id\": \"run-1\"}");
    }

    private JsonNode rows(String query) {
        return ApiBench.json(bench.get("/runs/run-1/rows?" + query));
    }

    /** Returns the path, width, range, statuses of each row, and whether it is settled. */
    private static List<String> described(JsonNode page) {
        List<String> rows = new ArrayList<>();
        page.path("items")
                .forEach(row -> rows.add(row.path("path").asText() + " of "
                        + row.path("width").asText("?") + ": " + row.path("from") + "-" + row.path("to") + " "
                        + row.path("states").asText() + (row.path("settled").asBoolean() ? " settled" : "")));
        return rows;
    }

    private static String list(int width) {
        return "[" + String.join(",", Collections.nCopies(width, "1")) + "]";
    }

    @Test
    void rowsAreRaggedEmptyOrNotStarted() {
        assertThat(rows("node=paint").toString()).isEqualTo("{\"items\":[]}");
        bench.act("run-1", "rows", List.of(), list(4));
        bench.act("run-1", "cut", List.of(0L), list(2));
        bench.act("run-1", "cut", List.of(1L), "[]");
        bench.act("run-1", "cut", List.of(3L), list(300));
        bench.act("run-1", "paint", List.of(0L, 0L), "1");
        bench.fail("run-1", "paint", List.of(0L, 1L), "E", "why");
        bench.act("run-1", "paint", List.of(3L, 299L), "1");

        JsonNode page = rows("node=paint");

        assertThat(page.path("rows").asLong()).isEqualTo(4);
        assertThat(page.has("next")).isFalse();
        assertThat(described(page))
                .containsExactly(
                        "0 of 2: 0-2 1S1F settled", "1 of 0: 0-0  settled", "2 of ?: 0-0 ", "3 of 300: 0-300 299.1S");
        assertThat(page.at("/items/0/durations").asText()).isEqualTo("2a");
        assertThat(described(rows("node=paint&from=2.17"))).first().isEqualTo("2 of ?: 0-0 ");
        assertThat(described(rows("node=paint&from=3.260"))).containsExactly("3 of 300: 250-300 49.1S");
        assertThat(described(rows("node=paint&from=4"))).isEmpty();
        JsonNode limited = rows("node=paint&from=1&limit=2");
        assertThat(described(limited)).containsExactly("1 of 0: 0-0  settled", "2 of ?: 0-0 ");
        assertThat(limited.path("next").asText()).isEqualTo("3");
    }

    @Test
    void itemThatWaitsForARetryIsRunningUntilItsRunEnds() {
        bench.act("run-1", "rows", List.of(), list(1));
        bench.act("run-1", "cut", List.of(0L), list(2));
        bench.failAttempt("run-1", "paint", List.of(0L, 0L), 1, "E", "first attempt");
        bench.failAttempt("run-1", "paint", List.of(0L, 1L), 2, "E", "last attempt");

        JsonNode page = rows("node=paint");

        assertThat(described(page)).containsExactly("0 of 2: 0-2 1R1F");
        assertThat(page.at("/items/0/durations").asText()).isEqualTo("1.1a");
        bench.succeed("run-1", "1");
        bench.get("/runs/run-1");
        assertThat(described(rows("node=paint"))).containsExactly("0 of 2: 0-2 2F");
    }

    @Test
    void settledRowsAreReadOnceByAClientThatKeepsThem() {
        bench.act("run-1", "rows", List.of(), list(2));
        bench.act("run-1", "cut", List.of(0L), list(1));
        bench.act("run-1", "cut", List.of(1L), list(1));
        bench.act("run-1", "paint", List.of(0L, 0L), "1");
        String target = "/runs/run-1/rows?node=paint";
        assertThat(bench.get(target).headers()).doesNotContainKey("ETag");
        assertThat(bench.get(target + "&limit=1").headers()).containsKey("ETag");
        assertThat(bench.get(target + "&from=2").headers()).doesNotContainKey("ETag");
        bench.act("run-1", "paint", List.of(1L, 0L), "1");
        String tag = bench.get(target).headers().getOrDefault("ETag", "");
        int reads = bench.actions.reads();

        ApiResponse again = bench.send("GET", target, Map.of("If-None-Match", tag), new byte[0]);

        assertThat(again.status()).isEqualTo(304);
        assertThat(bench.actions.reads()).isEqualTo(reads);
    }

    @Test
    void pagesHaveAtMost100BlocksAndContinueInsideARow() {
        bench.act("run-1", "rows", List.of(), list(103));
        bench.act("run-1", "cut", List.of(0L), list(25_100));
        bench.act("run-1", "cut", List.of(1L), list(300));
        for (long row = 2; row < 103; row++) {
            bench.act("run-1", "cut", List.of(row), list(3));
        }

        JsonNode first = rows("node=paint");
        JsonNode second = rows("node=paint&from=" + first.path("next").asText());
        JsonNode third = rows("node=paint&from=" + second.path("next").asText());

        assertThat(described(first)).containsExactly("0 of 25100: 0-25000 25000.");
        assertThat(first.path("next").asText()).isEqualTo("0.25000");
        assertThat(described(second))
                .hasSize(99)
                .startsWith("0 of 25100: 25000-25100 100.", "1 of 300: 0-300 300.", "2 of 3: 0-3 3.");
        assertThat(second.path("next").asText()).isEqualTo("99");
        assertThat(described(third)).first().isEqualTo("99 of 3: 0-3 3.");
        assertThat(described(third)).hasSize(4);
        assertThat(third.has("next")).isFalse();
    }

    @Test
    void rowsOfThreeLevelsHavePathsOfTwo() {
        bench.act("run-1", "rows", List.of(), list(4));
        bench.act("run-1", "cut", List.of(0L), list(2));
        bench.act("run-1", "cut", List.of(1L), "[]");
        bench.act("run-1", "cut", List.of(3L), list(1));
        bench.act("run-1", "mix", List.of(0L, 1L), list(2));
        bench.act("run-1", "mix", List.of(3L, 0L), list(1));
        bench.act("run-1", "dot", List.of(0L, 1L, 1L), "1");
        bench.act("run-1", "dot", List.of(3L, 0L, 0L), "1");

        JsonNode page = rows("node=dot");

        assertThat(page.has("rows")).isFalse();
        assertThat(described(page))
                .containsExactly(
                        "0.0 of ?: 0-0 ",
                        "0.1 of 2: 0-2 1.1S",
                        "1 of 0: 0-0  settled",
                        "2 of ?: 0-0 ",
                        "3.0 of 1: 0-1 1S settled");
        assertThat(described(rows("node=dot&from=1.5"))).first().isEqualTo("1 of 0: 0-0  settled");
        assertThat(described(rows("node=dot&from=2.1.7"))).first().isEqualTo("2 of ?: 0-0 ");
    }

    @Test
    void rowHasTheLabelOfItsItem() {
        bench.act("run-1", "rows", List.of(), list(1));
        bench.act("run-1", "cut", List.of(0L), list(2));
        bench.actions.put(ActionRecord.of(RecordKey.of("run-1", "paint", List.of(0L, 1L)), ActionStatus.RUNNING)
                .attempts(1)
                .order(1)
                .began(ApiBench.NOW)
                .labels(new ItemLabels(List.of("Norway", "Oslo")))
                .log("log")
                .build());

        JsonNode page = rows("node=paint");

        assertThat(page.at("/items/0/label").asText()).isEqualTo("Norway");
        assertThat(described(page)).containsExactly("0 of 2: 0-2 1.1R");
    }

    @Test
    void refusesRowsOfNodesInFewerThanTwoFanOuts() {
        assertThat(bench.get("/runs/run-1/rows").status()).isEqualTo(400);
        assertThat(bench.get("/runs/run-1/rows?node=paint&from=x").status()).isEqualTo(400);
        assertThat(bench.get("/runs/run-1/rows?node=rows").status()).isEqualTo(404);
        assertThat(rows("node=cut").path("detail").asText())
                .isEqualTo("The node `cut` is in no nested fan-out, so its items are no rows. `/runs/{run}/items`"
                        + " returns them.");
        assertThat(rows("node=paint&from=1.2.3").path("detail").asText())
                .isEqualTo("The node `paint` is in 2 fan-outs, so `from` must have at most 2 indexes.");
        assertThat(bench.get("/runs/run-2/rows?node=paint").status()).isEqualTo(404);
    }
}
