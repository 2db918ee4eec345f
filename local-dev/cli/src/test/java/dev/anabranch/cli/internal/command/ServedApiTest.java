package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.cli.internal.location.ApiToken;
import dev.anabranch.runs.internal.api.RunApi;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class ServedApiTest {

    private static final String SQUARES = "/workflows/square-all/runs";

    @Test
    void runIsStartedFollowedAndRead() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of())) {
            HttpResponse<String> started =
                    served.send(served.post(SQUARES, "{\"input\": {\"n\": 300, \"failAt\": []}, \"id\": \"run-1\"}"));
            assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
            assertThat(started.headers().firstValue("Location")).hasValue("/runs/run-1");
            List<Integer> squares = new ArrayList<>();
            String follow = "/runs/run-1/results?follow=true&wait=20&node=square";
            JsonNode page = served.get(follow);
            for (;
                    page.has("next");
                    page = served.get(follow + "&cursor=" + page.path("next").asText())) {
                page.path("items")
                        .forEach(item -> squares.add(item.path("value").asInt()));
            }
            page.path("items").forEach(item -> squares.add(item.path("value").asInt()));

            assertThat(squares)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 300).mapToObj(i -> i * i).toList());
            assertThat(served.get("/runs/run-1?wait=20").path("status").asText())
                    .isEqualTo("SUCCEEDED");
            assertThat(served.get("/runs/run-1/output").isObject()).isTrue();
            assertThat(served.get("/runs/run-1/counts").path("running").asInt()).isZero();
            assertThat(served.failures()).isEmpty();
        }
    }

    @Test
    void concurrentStartsWithOneKeyStartOneRun() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of())) {
            HttpRequest start = HttpRequest.newBuilder(served.post(SQUARES, "{\"input\": {\"n\": 1}}"), (n, v) -> true)
                    .header("Idempotency-Key", "once")
                    .build();
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 24)
                    .mapToObj(i -> served.sendAsync(start))
                    .toList();

            assertThat(answers)
                    .extracting(CompletableFuture::join)
                    .allMatch(answer -> answer.statusCode() == 202, "202")
                    .extracting(answer -> ServedRuns.json(answer).path("id").asText())
                    .containsOnly(
                            ServedRuns.json(answers.get(0).join()).path("id").asText());
            JsonNode runs = served.get("/runs").path("items");
            assertThat(runs).hasSize(1);
            String run = runs.path(0).path("url").asText();
            assertThat(served.get(run + "?wait=20").path("status").asText()).isEqualTo("SUCCEEDED");
            assertThat(served.failures()).isEmpty();
        }
    }

    @Test
    void requestsWithoutTheTokenAreRefused() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of(ApiToken.VARIABLE, "a secret"))) {
            List<String> targets = List.of(
                    "/", "/openapi.json", "/workflows", "/workflows/square-all", "/runs", "/runs/x", "/runs/x/actions");
            for (String target : targets) {
                for (String method : List.of("GET", "HEAD", "POST", "DELETE", "OPTIONS")) {
                    for (String credentials :
                            List.of("", "Bearer", "Bearer a secre", "Basic YTpi", "Bearer a secret2")) {
                        HttpRequest.Builder request =
                                served.request(target).method(method, HttpRequest.BodyPublishers.noBody());
                        if (!credentials.isEmpty()) {
                            request.header("Authorization", credentials);
                        }
                        HttpResponse<String> response = served.send(request.build());
                        assertThat(response.statusCode())
                                .as("%s %s %s", method, target, credentials)
                                .isEqualTo(401);
                        assertThat(response.headers().firstValue("WWW-Authenticate"))
                                .hasValue("Bearer");
                        assertThat(response.body()).doesNotContain("square");
                    }
                }
            }
            assertThat(served.send(served.request("/workflows")
                                    .header("Authorization", "bearer a secret")
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void requestsOfOtherOriginsAndHostsAreRefused() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of())) {
            assertThat(served.send(served.request("/runs")
                                    .header("Origin", "https://example.com")
                                    .build())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(served.send(served.request("/runs")
                                    .header("Origin", "null")
                                    .build())
                            .statusCode())
                    .isEqualTo(403);
            assertThat(served.send(served.request("/runs")
                                    .header("Origin", served.uri().toString())
                                    .build())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(statusLine(
                            served.uri(),
                            "Host: rebound.example.com:" + served.uri().getPort()))
                    .contains(" 403 ");
            assertThat(statusLine(
                            served.uri(), "Host: localhost:" + served.uri().getPort()))
                    .contains(" 200 ");
        }
    }

    /** The JDK's client does not allow callers to set the host. */
    private static String statusLine(URI uri, String host) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write(("GET /runs HTTP/1.1\r\n" + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    @Test
    void tooLargeBodyIsRefused() throws IOException {
        try (ServedRuns served = new ServedRuns(Map.of())) {
            HttpResponse<String> response =
                    served.send(served.post(SQUARES, "{\"input\": \"" + "x".repeat(RunApi.LARGEST_BODY) + "\"}"));

            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(served.get("/runs").path("items")).isEmpty();
        }
    }

    /** Benchmarks measure the duration under load; here no request may fail. */
    @Test
    void thirtyTwoClientsStartTwoHundredRunsAndReadThem() throws Exception {
        try (ServedRuns served = new ServedRuns(Map.of())) {
            List<Callable<Integer>> requests = new ArrayList<>();
            for (int i = 0; i < 2_200; i++) {
                int number = i;
                requests.add(() -> served.send(request(served, number)).statusCode());
            }
            ExecutorService clients = Executors.newFixedThreadPool(32);
            List<Integer> statuses = new ArrayList<>();
            try {
                for (Future<Integer> status : clients.invokeAll(requests)) {
                    statuses.add(status.get());
                }
            } finally {
                clients.shutdownNow();
            }

            assertThat(statuses).filteredOn(status -> status == 202).hasSize(200);
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(2_000);
            for (int i = 0; i < 200; i++) {
                assertThat(served.get("/runs/load-" + i + "?wait=20")
                                .path("status")
                                .asText())
                        .isEqualTo("SUCCEEDED");
            }
            assertThat(served.failures()).isEmpty();
        }
    }

    private static HttpRequest request(ServedRuns served, int number) {
        int run = number / 11;
        return switch (number % 11) {
            case 0 -> served.post(SQUARES, "{\"input\": {\"n\": 2, \"failAt\": []}, \"id\": \"load-" + run + "\"}");
            case 1, 2, 3 -> served.request("/runs?limit=20").build();
            case 4, 5 -> served.request("/workflows/square-all").build();
            case 6 -> served.request("/openapi.json").build();
            default ->
                served.request("/runs?workflow=square-all&status=SUCCEEDED&limit=50")
                        .build();
        };
    }
}
