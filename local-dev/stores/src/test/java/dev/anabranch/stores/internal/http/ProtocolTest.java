package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtocolTest {

    private final TestCloud cloud = new TestCloud((function, payload, context) -> new CompletableFuture<>());

    @AfterEach
    void stop() {
        cloud.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '~',
            value = {
                "CreateActivity => {} => UnknownOperationException => The embedded Step Functions has no operation CreateActivity",
                "StartExecution => {} => ValidationException => Value null at 'stateMachineArn'",
                "StartExecution => [] => SerializationException => must be a JSON object",
                "StartExecution => {x => SerializationException => is not JSON",
                "ListStateMachines => {'maxResults':5000} => ValidationException => '5000' at 'maxResults'",
                "ListStateMachines => {'nextToken':'?'} => InvalidToken => Invalid Token",
                "SendTaskSuccess => {'taskToken':'none','output':'1'} => InvalidToken => Invalid Token: 'Invalid token'",
                "DescribeMapRun => {'mapRunArn':'none'} => InvalidArn => Invalid ARN prefix: none",
                "DescribeExecution => {'executionArn':'not_an_arn'} => InvalidArn => Invalid Arn: 'Invalid ARN prefix: not_an_arn'",
                "StartExecution => {'stateMachineArn':'arn:aws:states:r:0:stateMachine:m/l'} => ValidationException => of a Map state",
                "ListTagsForResource => {'resourceArn':'none'} => InvalidArn => Invalid ARN prefix: none",
                "ListTagsForResource => {'resourceArn':'arn:aws:states:r:0:stateMachine:m'} => ResourceNotFound => stateMachine:m",
                "DescribeStateMachineAlias => {'stateMachineAliasArn':'none'} => InvalidArn => Invalid ARN prefix: none",
                "ListStateMachineAliases => {'stateMachineArn':'none'} => InvalidArn => Invalid ARN prefix: none",
                "DeleteStateMachineVersion => {'stateMachineVersionArn':'none'} => InvalidArn => Invalid ARN prefix: none",
                "DescribeStateMachine => {'stateMachineArn':'arn:aws:states:r:0:execution:m:n'} => InvalidArn => context: execution",
                "ListExecutions => {'mapRunArn':'none'} => InvalidArn => Invalid ARN prefix: none",
                "ListExecutions => {'stateMachineArn':'arn:aws:states:r:0:stateMachine:m','redriveFilter':'REDRIVEN'} => ValidationException => mapRunArn",
                "DescribeExecution => {'executionArn':'arn:aws:states:r:0:express:m:n:u'} => InvalidArn => express",
                "TestState => {'definition':'{}','context':'{}'} => ValidationException => does not support the parameter 'context'",
            })
    void errorHasTypeAndMessage(String operation, String body, String type, String message) {
        TestCloud.Reply reply = cloud.call(operation, body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("__type")).isEqualTo(type);
        assertThat(reply.text("message")).contains(message);
    }

    @Test
    void sendTaskSuccessCompletesTaskThatWaitsForToken() {
        String machine = cloud.call(
                        "CreateStateMachine",
                        "{'name':'waits','roleArn':'r','definition':'{\\'StartAt\\':\\'W\\',\\'States\\':{\\'W\\':{\\'Type\\':"
                                + "\\'Task\\',\\'Resource\\':\\'arn:aws:states:::lambda:invoke.waitForTaskToken\\',\\'Parameters\\':"
                                + "{\\'FunctionName\\':\\'f\\',\\'Payload\\':{\\'t.$\\':\\'$$.Task.Token\\'}},\\'End\\':true}}}'}")
                .text("stateMachineArn");
        String execution = cloud.call("StartExecution", "{'stateMachineArn':'" + machine + "'}")
                .text("executionArn");
        String token = token(execution);
        assertThat(cloud.call("SendTaskHeartbeat", "{'taskToken':'" + token + "'}")
                        .status())
                .isEqualTo(200);
        assertThat(cloud.call("SendTaskSuccess", "{'taskToken':'" + token + "','output':'[1,2]'}")
                        .status())
                .isEqualTo(200);
        assertThat(ended(execution).text("output")).isEqualTo("[1,2]");
    }

    private String token(String execution) {
        return await().pollInterval(Duration.ofMillis(10))
                .until(() -> scheduledTokens(execution), tokens -> !tokens.isEmpty())
                .get(0);
    }

    private List<String> scheduledTokens(String execution) {
        return cloud.call("GetExecutionHistory", "{'executionArn':'" + execution + "'}")
                .body()
                .path("events")
                .valueStream()
                .map(event -> event.path("taskScheduledEventDetails")
                        .path("parameters")
                        .asText())
                .filter(parameters -> !parameters.isEmpty())
                .map(parameters -> ProtocolJson.parse(parameters, "test")
                        .path("Payload")
                        .path("t")
                        .asText())
                .toList();
    }

    private TestCloud.Reply ended(String execution) {
        return await().pollInterval(Duration.ofMillis(10))
                .until(
                        () -> cloud.call("DescribeExecution", "{'executionArn':'" + execution + "'}"),
                        reply -> !reply.text("status").equals("RUNNING"));
    }

    @Test
    void errorDocumentOfS3HasNoNamespace() throws IOException, InterruptedException {
        HttpResponse<String> response = TestCloud.http()
                .send(
                        HttpRequest.newBuilder(cloud.uri().resolve("/no-such-bucket/key"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains("<Error><Code>NoSuchBucket</Code><Message>");
    }

    @Test
    void historyOmitsDataOnRequest() {
        String machine = cloud.call(
                        "CreateStateMachine",
                        "{'name':'p','roleArn':'r','definition':'{\\'StartAt\\':\\'P\\',\\'States\\':{\\'P\\':{\\'Type\\':"
                                + "\\'Pass\\',\\'End\\':true}}}'}")
                .text("stateMachineArn");
        String execution = cloud.call(
                        "StartExecution", "{'stateMachineArn':'" + machine + "','input':'{\\'secret\\':1}'}")
                .text("executionArn");
        ended(execution);
        String arn = "{'executionArn':'" + execution + "'";
        assertThat(cloud.call("GetExecutionHistory", arn + "}").body().toString())
                .contains("secret");
        assertThat(cloud.call("GetExecutionHistory", arn + ",'includeExecutionData':false}")
                        .body()
                        .toString())
                .doesNotContain("secret")
                .contains("PassStateExited");
    }

    @Test
    void callsRemoteFunctionsThroughInvokeApi() throws IOException {
        HttpServer functions = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        functions.createContext("/2015-03-31/functions/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] answer = path.contains("bad")
                    ? "{\"errorType\":\"Oops\",\"errorMessage\":\"no\"}".getBytes(StandardCharsets.UTF_8)
                    : exchange.getRequestBody().readAllBytes();
            if (path.contains("bad")) {
                exchange.getResponseHeaders().set("X-Amz-Function-Error", "Unhandled");
            }
            exchange.sendResponseHeaders(path.contains("none") ? 404 : 200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        functions.start();
        URI address = URI.create("http://127.0.0.1:" + functions.getAddress().getPort());
        try (TestCloud remote = new TestCloud(new RemoteLambda(address, TestCloud.http()))) {
            assertThat(trial(remote, "good").text("output")).isEqualTo("{\"x\":1}");
            assertThat(trial(remote, "bad").text("error")).isEqualTo("Oops");
            TestCloud.Reply missing = trial(remote, "none");
            assertThat(missing.text("error")).isEqualTo("Lambda.ResourceNotFoundException");
            assertThat(missing.text("cause"))
                    .startsWith(
                            "Function not found: arn:aws:lambda:us-east-1:000000000000:function:none:$LATEST (Service:");
        } finally {
            functions.stop(0);
        }
    }

    @Test
    @Timeout(60)
    void retriesFunctionWhenServerDropsConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> dropTwoThenAnswer(server));
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort());
            try (TestCloud remote = new TestCloud(new RemoteLambda(address, TestCloud.http()))) {
                assertThat(trial(remote, "good").text("output")).isEqualTo("7");
            }
            served.get(10, TimeUnit.SECONDS);
        }
    }

    private static void dropTwoThenAnswer(ServerSocket server) {
        try {
            server.accept().close();
            server.accept().close();
            try (Socket connection = server.accept()) {
                InputStream request = connection.getInputStream();
                request.read();
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n7"
                                .getBytes(StandardCharsets.UTF_8));
                connection.shutdownOutput();
                // Closing a connection with unread data resets it, and the client may lose the response.
                request.transferTo(OutputStream.nullOutputStream());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestCloud.Reply trial(TestCloud cloud, String function) {
        return cloud.call(
                "TestState",
                "{'input':'{\\'x\\':1}','definition':'{\\'Type\\':\\'Task\\',\\'Resource\\':\\'arn:aws:lambda:us-east-1:"
                        + "000000000000:function:" + function + "\\',\\'End\\':true}'}");
    }
}
