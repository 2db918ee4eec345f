package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.engine.integration.LambdaInvoker.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sends bytes that are not HTTP. Each request gets status 400 in its protocol's format, and the connection closes. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MalformedHttpTest {

    private static final String S3 = "PUT /bucket/key HTTP/1.1\r\nHost: localhost\r\n";
    private static final String JSON = String.join(
            "\r\n",
            "POST / HTTP/1.1",
            "Host: localhost",
            "X-Amz-Target: AWSStepFunctions.ListStateMachines",
            "Content-Type: application/x-amz-json-1.0",
            "");

    private final TestCloud cloud = new TestCloud(
            (function, payload, context) -> CompletableFuture.completedFuture(Answer.result("$LATEST", payload)));

    @BeforeEach
    void createBucket() throws IOException {
        assertThat(send("PUT /bucket HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nabc\r\n0\r\n\r\n",
                "-5\r\nabc\r\n0\r\n\r\n",
                "FFFFFFFFFFFFFFFFFF\r\nabc\r\n0\r\n\r\n",
                "\r\nabc\r\n0\r\n\r\n",
                "3\r\nabcdef\r\n0\r\n\r\n",
            })
    void malformedChunksAreRefused(String chunks) throws IOException {
        String header = "Transfer-Encoding: chunked\r\n\r\n";
        assertThat(send(S3 + header + chunks))
                .startsWith("HTTP/1.1 400")
                .contains("Connection: close", "<Code>IncompleteBody</Code>", "The body of the request cannot be read");
        assertThat(send(JSON + header + chunks))
                .startsWith("HTTP/1.1 400")
                .contains("Connection: close", "SerializationException", "The body of the request cannot be read");
        assertThat(send("GET /bucket/key HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .contains("<Code>NoSuchKey</Code>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "-5", "99999999999999999999", "1, 2", "0x10", "1.5", "5\r\nContent-Length: 6"})
    void badLengthsAreRefused(String length) throws IOException {
        assertThat(send(S3 + "Content-Length: " + length + "\r\n\r\nabcde")).startsWith("HTTP/1.1 400");
        assertThat(send(JSON + "Content-Length: " + length + "\r\n\r\n{}")).startsWith("HTTP/1.1 400");
    }

    @Test
    void headersOverTheLimitAreRefused() throws IOException {
        String longest = "x-amz-meta-long: " + "x".repeat(1 << 20) + "\r\n";
        String end = "Connection: close\r\nContent-Length: 2\r\n\r\n{}";
        assertThat(send(S3 + longest + end))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>RequestHeaderSectionTooLarge</Code>", "Send at most 65536.");
        assertThat(send(JSON + longest + end)).startsWith("HTTP/1.1 400").contains("Send at most 65536.");
        assertThat(send(S3 + "x-long: " + "x".repeat(60_000) + "\r\n" + end)).startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage\r\n\r\n", "GET\r\n\r\n", "GET /\r\n\r\n", "GET http://[ HTTP/1.1\r\n\r\n"})
    void malformedRequestLinesAreRefused(String request) throws IOException {
        assertThat(send(request)).startsWith("HTTP/1.1 400");
    }

    /** Sends bytes, and returns everything until the server closes the connection. */
    private String send(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), cloud.uri().getPort())) {
            String port = "localhost:" + cloud.uri().getPort();
            OutputStream out = socket.getOutputStream();
            out.write(request.replace("Host: localhost", "Host: " + port).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
