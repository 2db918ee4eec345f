package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.integration.LambdaInvoker.Answer;
import dev.anabranch.stores.internal.http.json.JsonProtocol;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sends requests that no SDK sends. Each gets a response in the protocol's format without a stack trace, and none
 * blocks other clients.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRequestsTest {

    private static final int DEEP = 10_000;
    private static final String PASS = "{\"StartAt\":\"P\",\"States\":{\"P\":{\"Type\":\"Pass\",\"End\":true}}}";

    private final TestCloud cloud = new TestCloud(
            (function, payload, context) -> CompletableFuture.completedFuture(Answer.result("$LATEST", payload)));

    @AfterEach
    void stop() {
        cloud.close();
    }

    private static HttpRequest.Builder request(URI address, String target) {
        return HttpRequest.newBuilder(address)
                .header(JsonProtocol.TARGET, target)
                .header("Content-Type", "application/x-amz-json-1.0");
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return TestCloud.http().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> post(String target, byte[] body) throws IOException, InterruptedException {
        return send(request(cloud.uri(), target)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpResponse<byte[]> call(String operation, JsonNode body) throws IOException, InterruptedException {
        return post("AWSStepFunctions." + operation, ProtocolJson.bytes(body));
    }

    private static void assertRefused(HttpResponse<byte[]> response, int status, String type) {
        JsonNode body = ProtocolJson.parse(response.body());
        assertThat(body.path("__type").asText()).as("%s", body).isEqualTo(type);
        assertThat(body.path("message").asText()).isNotEmpty().doesNotContain("\tat ", "Exception:");
        assertThat(response.statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "x",
                "AWSStepFunctions",
                "AWSStepFunctions.",
                ".",
                "..",
                "AWSStepFunctions.a.b",
                "Kinesis.List"
            })
    void rejectsUnknownOperation(String target) throws IOException, InterruptedException {
        assertRefused(post(target, bytes("{}")), 400, "UnknownOperationException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nul",
                "[1",
                "\"",
                "{\"a\":\"\\uD8\"}",
                "{\"a\":1E+}",
                "{}}",
                "<a/>",
                "\0",
                "1E+400",
                "\ufeff"
            })
    void rejectsBodyThatIsNotAJsonObject(String body) throws IOException, InterruptedException {
        assertRefused(post("AWSStepFunctions.ListStateMachines", bytes(body)), 400, "SerializationException");
        assertRefused(post("DynamoDB_20120810.ListTables", bytes(body)), 400, "SerializationException");
    }

    @Test
    void rejectsBytesThatAreNotUtf8() throws IOException, InterruptedException {
        byte[] body = {'{', '"', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, '"', ':', '1', '}'};
        assertRefused(post("AWSStepFunctions.ListStateMachines", body), 400, "SerializationException");
    }

    @Test
    void acceptsUnpairedSurrogates() throws IOException, InterruptedException {
        assertRefused(
                post("AWSStepFunctions.DescribeStateMachine", bytes("{\"stateMachineArn\":\"\\ud800\"}")),
                400,
                "InvalidArn");
        String machine = created(PASS);
        assertThat(call(
                                "StartExecution",
                                ProtocolJson.object()
                                        .put("stateMachineArn", machine)
                                        .put("input", "\"\\ud800\""))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/xml", "text/plain", "application/x-amz-json-1.1", "multipart/form-data"})
    void ignoresContentType(String type) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(cloud.uri())
                .header(JsonProtocol.TARGET, "AWSStepFunctions.ListStateMachines")
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "OPTIONS", "PATCH"})
    void rejectsOperationsWithMethodsOtherThanPost(String method) throws IOException, InterruptedException {
        HttpRequest request = request(cloud.uri(), "AWSStepFunctions.ListStateMachines")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        assertRefused(send(request), 400, "UnknownOperationException");
    }

    @Test
    void responseToHeadHasNoBodyAndKeepsConnectionUsable() throws IOException, InterruptedException {
        HttpRequest head = request(cloud.uri(), "AWSStepFunctions.ListStateMachines")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build();
        for (int time = 0; time < 3; time++) {
            HttpResponse<byte[]> response = send(head);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).isEmpty();
        }
    }

    @Test
    void errorWithoutTargetAndS3NamesTargetHeader() throws IOException, InterruptedException {
        try (Engine engine = Engine.builder().build();
                CloudEndpoint alone = CloudEndpoint.builder()
                        .stepFunctions(engine, InstantSource.system())
                        .start()) {
            HttpResponse<byte[]> response =
                    send(HttpRequest.newBuilder(alone.uri().resolve("/bucket")).build());
            assertRefused(response, 400, "UnknownOperationException");
            assertThat(new String(response.body(), StandardCharsets.UTF_8)).contains("X-Amz-Target");
        }
    }

    @Test
    void rejectsRequestsOverSixteenMegabytes() throws IOException, InterruptedException {
        byte[] body = bytes("{\"name\":\"" + "x".repeat(17 * 1024 * 1024) + "\"}");
        assertRefused(post("AWSStepFunctions.CreateStateMachine", body), 413, "RequestEntityTooLargeException");
        assertThat(post("AWSStepFunctions.ListStateMachines", bytes("{}")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void rejectsInputsAndDefinitionsOverTheirQuotas() throws IOException, InterruptedException {
        String large = "\"" + "x".repeat(2 * 1024 * 1024) + "\"";
        assertRefused(
                call(
                        "StartExecution",
                        ProtocolJson.object()
                                .put("stateMachineArn", created(PASS))
                                .put("input", large)),
                400,
                "InvalidExecutionInput");
        assertRefused(create(PASS.replace("\"End\"", "\"Comment\":" + large + ",\"End\"")), 400, "InvalidDefinition");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "{} {}", "{}]", "1 2", "nul", "'a'", "{\"a\":1,}"})
    void rejectsInputThatIsNotOneJsonValue(String input) throws IOException, InterruptedException {
        assertRefused(
                call(
                        "StartExecution",
                        ProtocolJson.object()
                                .put("stateMachineArn", created(PASS))
                                .put("input", input)),
                400,
                "InvalidExecutionInput");
    }

    @ParameterizedTest
    @CsvSource({"[,]", "{\"a\":,}"})
    void rejectsJsonWithTenThousandLevelsInAllParameters(String open, String close)
            throws IOException, InterruptedException {
        String deep = open.repeat(DEEP) + "1" + close.repeat(DEEP);
        assertRefused(post("AWSStepFunctions.TestState", bytes("{\"x\":" + deep + "}")), 400, "SerializationException");
        assertRefused(create(deep), 400, "InvalidDefinition");
        assertRefused(create(PASS + close), 400, "InvalidDefinition");
        assertRefused(create(PASS.replace("\"End\"", "\"Result\":" + deep + ",\"End\"")), 400, "InvalidDefinition");
        assertRefused(
                call(
                        "StartExecution",
                        ProtocolJson.object()
                                .put("stateMachineArn", created(PASS))
                                .put("input", deep)),
                400,
                "InvalidExecutionInput");
        assertRefused(
                call(
                        "TestState",
                        ProtocolJson.object()
                                .put("definition", "{\"Type\":\"Pass\",\"End\":true}")
                                .put("input", deep)),
                400,
                "InvalidExecutionInput");
    }

    @ParameterizedTest
    @CsvSource({"(,)", "[,]", "{'a':,}", "-,''", "$not(,)", "function($x){,}", "$x[,]", "1+(,)"})
    void rejectsExpressionsWithTenThousandLevels(String open, String close) throws IOException, InterruptedException {
        String definition = ProtocolJson.object()
                .put("QueryLanguage", "JSONata")
                .put("StartAt", "P")
                .set(
                        "States",
                        ProtocolJson.object()
                                .set(
                                        "P",
                                        ProtocolJson.object()
                                                .put("Type", "Pass")
                                                .put("End", true)
                                                .put(
                                                        "Output",
                                                        "{% " + open.repeat(DEEP) + "1" + close.repeat(DEEP) + " %}")))
                .toString();
        HttpResponse<byte[]> response = create(definition);
        assertRefused(response, 400, "InvalidDefinition");
    }

    @Test
    void threeHundredStalledConnectionsDoNotBlockOthers() throws IOException, InterruptedException {
        List<Socket> stalled = new ArrayList<>();
        try {
            for (int index = 0; index < 300; index++) {
                Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), cloud.uri().getPort());
                stalled.add(socket);
                OutputStream out = socket.getOutputStream();
                out.write(bytes("POST / HTTP/1.1\r\nHost: x\r\nX-Amz-Target: AWSStepFunctions.ListStateMachines\r\n"
                        + "Content-Length: 1000\r\n\r\n{"));
                out.flush();
            }
            assertThat(post("AWSStepFunctions.ListStateMachines", bytes("{}")).statusCode())
                    .isEqualTo(200);
        } finally {
            for (Socket socket : stalled) {
                socket.close();
            }
        }
        assertThat(post("AWSStepFunctions.ListStateMachines", bytes("{}")).statusCode())
                .isEqualTo(200);
    }

    @Test
    void answersFourHundredConcurrentCalls() {
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int index = 0; index < 400; index++) {
            String operation = index % 2 == 0 ? "ListStateMachines" : "NoSuchOperation";
            answers.add(TestCloud.http()
                    .sendAsync(
                            request(cloud.uri(), "AWSStepFunctions." + operation)
                                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray())
                    .orTimeout(50, TimeUnit.SECONDS));
        }
        for (int index = 0; index < answers.size(); index++) {
            HttpResponse<byte[]> answer = answers.get(index).join();
            assertThat(answer.statusCode()).isEqualTo(index % 2 == 0 ? 200 : 400);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /bucket?list-type=2&max-keys=many, '', '', 400, InvalidArgument",
        "PUT, /bucket/k?partNumber=99999999999&uploadId=u, '', '', 400, InvalidArgument",
        "PUT, /bucket/k, x-amz-copy-source, %zz, 400, InvalidArgument",
        "PUT, /bucket/k, x-amz-content-sha256, STREAMING-UNSIGNED-PAYLOAD-TRAILER, 400, InvalidRequest",
        "PATCH, /bucket/k, '', '', 501, NotImplemented",
        "GET, /, '', '', 200, ListAllMyBucketsResult",
    })
    void s3RejectsMalformedRequestsWithItsErrorDocument(
            String method, String address, String header, String value, int status, String code)
            throws IOException, InterruptedException {
        assertThat(send(HttpRequest.newBuilder(cloud.uri().resolve("/bucket"))
                                .PUT(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .statusCode())
                .isEqualTo(200);
        HttpRequest.Builder request = HttpRequest.newBuilder(cloud.uri().resolve(address))
                .method(method, HttpRequest.BodyPublishers.ofString("not chunked\r\n"));
        if (!header.isEmpty()) {
            request.header(header, value);
        }
        HttpResponse<byte[]> response = send(request.build());
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .contains("<" + (status == 200 ? "" : "Error><Code>") + code);
        assertThat(response.statusCode()).isEqualTo(status);
    }

    private HttpResponse<byte[]> create(String definition) throws IOException, InterruptedException {
        return call(
                "CreateStateMachine",
                ProtocolJson.object().put("name", "m").put("roleArn", "r").put("definition", definition));
    }

    private String created(String definition) throws IOException, InterruptedException {
        return ProtocolJson.parse(create(definition).body())
                .path("stateMachineArn")
                .asText();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
