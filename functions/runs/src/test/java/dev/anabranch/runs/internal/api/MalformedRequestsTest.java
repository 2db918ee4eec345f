package dev.anabranch.runs.internal.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Malformed requests, and combinations of them. */
final class MalformedRequestsTest {

    private static final int REQUESTS = 10_000;
    private static final long SEED = 20_261_121;

    private static final String GOOD = "{\"input\":{\"count\":3,\"values\":[1,2],\"kind\":\"ODD\"},\"noCache\":true}";
    private static final List<String> METHODS = List.of("PUT", "PATCH", "TRACE", "CONNECT", "get", "", "POST\r\nX: y");
    private static final List<String> PATHS = List.of(
            "",
            "/",
            "//",
            "/runs/",
            "/runs/%",
            "/runs/%00",
            "/runs/../workflows/numbers/runs",
            "/runs/a/b/c",
            "/%2e%2e/runs",
            "/workflows/numbers%2Fruns",
            "/workflows//runs",
            "/workflows/numbers/runs/",
            "/runs/\u00e9",
            "/runs/nobody");
    private static final List<String> QUERIES = List.of(
            "limit=-1",
            "limit=99999999999",
            "limit=1e3",
            "cursor=AQ",
            "cursor=%25",
            "cursor=" + "A".repeat(9_000),
            "status=x",
            "a=b",
            "wait=1",
            "=",
            "limit=1&limit=2",
            "%ff=1",
            "workflow=");
    private static final List<String> VALUES = List.of(
            "null",
            "[]",
            "{}",
            "\"x\"",
            "1.5",
            "-0",
            "true",
            "9999999999999999999999",
            "1e400",
            "1e9999999999",
            "-1e-99999999999",
            "{\"count\":99999999999}",
            "{\"count\":1,\"count\":2}",
            "{\"count\":null}",
            "\"\\ud83d\"",
            "[[[[]]]]",
            "\"\u0000\"",
            "{\"\":1}",
            "{\"@class\":\"java.lang.Runtime\"}");

    private final ApiBench bench = new ApiBench();
    private final SplittableRandom random = new SplittableRandom(SEED);

    @Test
    void areRefusedAndStartNothing() {
        for (int i = 0; i < REQUESTS; i++) {
            String what = "request " + i + " of seed " + SEED;
            ApiResponse response = one();
            assertThat(response.status()).as(what).isBetween(400, 499);
            assertThat(response.headers()).as(what).containsEntry("Content-Type", "application/problem+json");
        }
        assertThat(bench.registry.size()).isZero();
        assertThat(bench.executions.inputs).isEmpty();
        assertThat(bench.failures).isEmpty();
    }

    private ApiResponse one() {
        return switch (random.nextInt(6)) {
            case 0 -> handle(pick(METHODS), "/workflows/numbers/runs", "", ApiBench.HEADERS, bytes(GOOD));
            case 1 -> handle("POST", pick(PATHS), "", ApiBench.HEADERS, bytes(GOOD));
            case 2 -> handle("GET", "/workflows", pick(QUERIES.subList(7, 12)), Map.of(), new byte[0]);
            case 3 -> handle("POST", "/workflows/numbers/runs", "", headers(), bytes(GOOD));
            case 4 -> start(cut(bytes(GOOD)));
            default -> start(bytes(wrong()));
        };
    }

    private ApiResponse start(byte[] body) {
        return handle("POST", "/workflows/numbers/runs", "", ApiBench.HEADERS, body);
    }

    /** JSON that is truncated, or has a byte that is not valid UTF-8. */
    private byte[] cut(byte[] body) {
        int at = random.nextInt(body.length);
        if (random.nextBoolean()) {
            return new String(body, 0, at, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
        }
        body[at] = (byte) (0xf8 + random.nextInt(8));
        return body;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>(ApiBench.HEADERS);
        switch (random.nextInt(5)) {
            case 0 ->
                headers.put(
                        "Content-Type",
                        pick(List.of("text/plain", "", "application/xml", ";;;", "application/json;charset=utf-7")));
            case 1 -> headers.put("Content-Encoding", "br");
            case 2 -> headers.put("Accept", "image/png;q=1, application/json;q=0.0");
            case 3 -> headers.put("Idempotency-Key", pick(List.of("", " ", "\u00e4", "a b", "k".repeat(256))));
            default -> headers.remove("Content-Type");
        }
        return headers;
    }

    /** Mostly valid JSON, but not a valid request. */
    private String wrong() {
        String value = pick(VALUES);
        return switch (random.nextInt(8)) {
            case 0 -> value;
            case 1 -> "{\"input\":" + (value.equals("{\"count\":null}") ? value : "[" + value + "]") + "}";
            case 2 -> GOOD.replace("3", "{\"x\":" + value + "}");
            case 3 -> GOOD.replace("\"ODD\"", "\"NEITHER\"").replace("2", value);
            case 4 -> GOOD.replace("true", "[" + value + "]");
            case 5 -> GOOD.replace("}}", "}") + value;
            case 6 -> GOOD.replace("\"count\"", "\"count\":1,\"count\"");
            default -> GOOD.replace("\"count\"", "\"cuont\":" + value + ",\"count\"");
        };
    }

    private ApiResponse handle(String method, String path, String query, Map<String, String> headers, byte[] body) {
        return bench.api.handle(new ApiRequest("1", method, "", path, query, headers, body));
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
