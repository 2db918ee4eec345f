package dev.anabranch.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.runs.internal.api.ApiBench;
import dev.anabranch.runs.internal.record.RunStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * The handlers answer events in the form that API Gateway and EventBridge send. The events are resources of this
 * package.
 */
final class RunFunctionsTest {

    private static final String MACHINES = "arn:aws:states:eu-west-1:123456789012:stateMachine:shop-";
    private static final JsonMapper JSON = new JsonMapper();

    /** Neither function uses its context. */
    private static final Context CONTEXT = (Context) Proxy.newProxyInstance(
            Context.class.getClassLoader(), new Class<?>[] {Context.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });

    private final ApiBench bench = new ApiBench();
    private final RunApiFunction api = new RunApiFunction(bench.api());
    private final RunStatusFunction status = new RunStatusFunction(bench.runs(), MACHINES);

    private static InputStream event(String name) {
        return Objects.requireNonNull(RunFunctionsTest.class.getResourceAsStream(name), name);
    }

    private JsonNode answer(String event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        api.handleRequest(event(event), out, CONTEXT);
        return JSON.readTree(out.toByteArray());
    }

    private static JsonNode body(JsonNode answer) throws IOException {
        assertThat(answer.path("isBase64Encoded").asBoolean()).isFalse();
        return JSON.readTree(answer.path("body").asText());
    }

    @Test
    void runIsStartedReadAndListed() throws IOException {
        JsonNode started = answer("start.json");

        assertThat(started.path("statusCode").asInt()).isEqualTo(202);
        assertThat(started.path("headers").path("Location").asText()).isEqualTo("/runs/run-1");
        assertThat(body(answer("get.json"))).isEqualTo(body(started));
        assertThat(body(answer("list.json")).path("items")).hasSize(1);
    }

    @Test
    void bodyCanBeBase64() throws IOException {
        answer("start-base64.json");

        assertThat(bench.runs().input("run-2").asText()).isEqualTo("häh?");
    }

    @Test
    void stageIsPartOfTheAddressButNotOfThePath() throws IOException {
        assertThat(answer("start-stage.json").path("headers").path("Location").asText())
                .isEqualTo("/prod/runs/run-3");
    }

    @Test
    void invalidInputIsAProblemWithTheIdOfTheRequest() throws IOException {
        JsonNode refused = answer("start-wrong.json");

        assertThat(refused.path("statusCode").asInt()).isEqualTo(422);
        assertThat(refused.path("headers").path("Content-Type").asText()).isEqualTo("application/problem+json");
        assertThat(body(refused).path("requestId").asText()).isEqualTo("JKJaXmPLvHcESHA=");
        assertThat(body(refused).path("errors").path(0).path("pointer").asText())
                .isEqualTo("/input");
    }

    @Test
    void headHasNoBodyAndUnknownPathsAreNotFound() throws IOException {
        assertThat(answer("head.json").path("body").asText()).isEmpty();
        assertThat(answer("head.json").path("statusCode").asInt()).isEqualTo(200);
        assertThat(answer("not-found.json").path("statusCode").asInt()).isEqualTo(404);
    }

    @Test
    void eventOfAnotherFormatIsRefused() {
        InputStream event = new ByteArrayInputStream("{\"version\": \"1.0\"}".getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> api.handleRequest(event, new ByteArrayOutputStream(), CONTEXT))
                .hasMessageContaining("payload format 2.0");
    }

    @Test
    void eventRecordsTheEndOfARun() throws IOException {
        answer("start.json");
        bench.succeed("run-1", "\"b\"");

        status.handleRequest(event("running.json"), new ByteArrayOutputStream(), CONTEXT);
        status.handleRequest(event("succeeded.json"), new ByteArrayOutputStream(), CONTEXT);
        status.handleRequest(event("succeeded.json"), new ByteArrayOutputStream(), CONTEXT);

        assertThat(bench.recorded("run-1").status()).isEqualTo(RunStatus.SUCCEEDED);
        assertThat(bench.runs().output("run-1"))
                .hasValueSatisfying(output -> assertThat(output.asText()).isEqualTo("b"));
    }

    @Test
    void eventOfARunningExecutionIsIgnored() throws IOException {
        answer("start.json");

        status.handleRequest(event("succeeded.json"), new ByteArrayOutputStream(), CONTEXT);

        assertThat(bench.recorded("run-1").status()).isEqualTo(RunStatus.RUNNING);
    }

    @Test
    void eventOfAnUnknownExecutionIsIgnored() throws IOException {
        status.handleRequest(event("unknown.json"), new ByteArrayOutputStream(), CONTEXT);
        new RunStatusFunction(bench.runs(), MACHINES + "other")
                .handleRequest(event("succeeded.json"), new ByteArrayOutputStream(), CONTEXT);

        assertThat(bench.runs()
                        .list(dev.anabranch.runs.internal.record.RunQuery.latest(1))
                        .items())
                .isEmpty();
    }
}
