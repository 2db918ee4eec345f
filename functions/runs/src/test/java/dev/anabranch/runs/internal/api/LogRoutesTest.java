package dev.anabranch.runs.internal.api;

import static dev.anabranch.runs.internal.api.ApiBench.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.runs.internal.record.LogPage;
import dev.anabranch.runs.internal.record.LogQuery;
import dev.anabranch.runs.internal.record.RunLogs;
import dev.anabranch.runs.internal.record.StoredLogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LogRoutesTest {

    private final Lines lines = new Lines();
    private final ApiBench bench = new ApiBench(lines);

    /** Lines in memory. */
    private static final class Lines implements RunLogs {
        final List<StoredLogLine> all = new ArrayList<>();

        void add(String message) {
            all.add(new StoredLogLine(
                    Instant.EPOCH, System.Logger.Level.ERROR, "square", "3.17", 2, message, "E", "E: why", ""));
        }

        @Override
        public LogPage page(String runId, LogQuery query) {
            int end = (int) Math.min(all.size(), query.from() + query.limit());
            return new LogPage(all.subList((int) query.from(), end), end, end == all.size());
        }

        @Override
        public void delete(String runId) {
            all.clear();
        }
    }

    @Test
    void pagesHaveTheLinesOfARun() {
        String run = bench.start("run-1");
        lines.add("first\n\u001b[2J");
        lines.add("second");
        lines.add("third");

        JsonNode page = json(bench.get("/runs/" + run + "/logs?limit=2"));
        assertThat(page.at("/items/0/message").asText()).isEqualTo("first\n\u001b[2J");
        assertThat(page.at("/items/0/path").asText()).isEqualTo("3.17");
        assertThat(page.at("/items/0/stack").asText()).isEqualTo("E: why");
        JsonNode last = json(bench.get(
                "/runs/" + run + "/logs?limit=2&cursor=" + page.path("next").asText()));
        assertThat(last.path("items")).hasSize(1);
        assertThat(last.has("next")).isFalse();
        assertThat(last.has("cloudWatch")).isFalse();
    }

    @Test
    void followedLogEndsWithTheRun() {
        String run = bench.start("run-1");
        bench.executions.whilePassing = () -> lines.add("later");

        JsonNode page = json(bench.get("/runs/" + run + "/logs?follow=true&wait=5"));
        assertThat(page.at("/items/0/message").asText()).isEqualTo("later");
        bench.succeed(run, "\"A\"");
        JsonNode last = json(bench.get("/runs/" + run + "/logs?follow=true&wait=5&cursor="
                + page.path("next").asText()));
        assertThat(last.path("items")).isEmpty();
        assertThat(last.has("next")).isFalse();
    }

    @Test
    void invalidRequestsAreRefused() {
        String run = bench.start("run-1");

        assertThat(bench.get("/runs/" + run + "/logs?level=loud").status()).isEqualTo(400);
        assertThat(bench.get("/runs/" + run + "/logs?wait=5").status()).isEqualTo(400);
        assertThat(bench.get("/runs/" + run + "/logs?node=nowhere").status()).isEqualTo(404);
        assertThat(bench.get("/runs/none/logs").status()).isEqualTo(404);
        assertThat(bench.get("/runs/" + run + "/logs?cursor=x").status()).isEqualTo(400);
    }

    @Test
    void onAwsTheResponseNamesTheLogGroupsOfTheNodes() {
        ApiBench aws = new ApiBench();
        aws.post("/workflows/numbers/runs", "{\"input\": {\"count\": 2, \"values\": []}, \"id\": \"run-1\"}");
        aws.act("run-1", "list", List.of(), "[1, 2]", "/aws/lambda/numbers-list:2026/01/01/[1]ab:request");

        JsonNode page = json(aws.get("/runs/run-1/logs"));

        assertThat(page.path("items")).isEmpty();
        assertThat(page.path("cloudWatch")).hasSize(1);
        JsonNode group = page.at("/cloudWatch/0");
        assertThat(group.path("node").asText()).isEqualTo("list");
        assertThat(group.path("group").asText()).isEqualTo("/aws/lambda/numbers-list");
        assertThat(group.path("filter").asText()).isEqualTo("{ $.run = \"run-1\" && $.node = \"list\" }");
        assertThat(json(aws.get("/runs/run-1/logs?items=3"))
                        .at("/cloudWatch/0/filter")
                        .asText())
                .isEqualTo("{ $.run = \"run-1\" && $.node = \"list\" && ($.path = \"3\" || $.path = \"3.*\") }");
    }

    @Test
    void deletingARunDeletesItsLog() {
        String run = bench.start("run-1");
        lines.add("line");
        bench.succeed(run, "\"A\"");

        assertThat(bench.send("DELETE", "/runs/" + run, Map.of(), new byte[0]).status())
                .isEqualTo(204);

        assertThat(lines.all).isEmpty();
    }
}
