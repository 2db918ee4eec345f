package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.anabranch.cli.internal.location.ApiToken;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** Which requests the three ports of {@code serve} accept. */
@Timeout(120)
final class ServedPortsTest {

    private static final String STEP_FUNCTIONS = "Step Functions";
    private static final String S3 = "S3";
    private static final String RUN_API = "Run API";
    private static final List<String> PORTS = List.of(STEP_FUNCTIONS, S3, RUN_API);
    private static final Pattern URL = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final TestConsole console = new TestConsole();
    private Thread serving = new Thread(() -> {});

    @TempDir
    Path folder;

    private void serve(Map<String, String> environment) {
        serving = new Thread(
                () -> Anabranch.run(console.console(folder, environment), "serve", "--port", "0"),
                "serving-for-a-test");
        serving.start();
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> console.out().contains("Data "));
    }

    @AfterEach
    void stop() throws InterruptedException {
        serving.interrupt();
        serving.join();
    }

    private URI url(String port) {
        return console.out()
                .lines()
                .filter(line -> line.startsWith(port))
                .map(URL::matcher)
                .filter(Matcher::find)
                .map(found -> URI.create(found.group(1)))
                .findFirst()
                .orElseThrow();
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(
            B builder, String port, String accessKeyId) {
        return builder.endpointOverride(url(port))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, "any")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Returns the whole response to a request with these header lines. The JDK's client sets the Host itself. */
    private static String raw(URI uri, String request, String... headers) throws IOException {
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String text = request + " HTTP/1.1\r\n"
                    + Stream.of(headers).map(header -> header + "\r\n").reduce("", String::concat)
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static int status(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }

    @Test
    void requestsForAnotherHostAreRefusedOnEveryPort() throws IOException {
        serve(Map.of());
        for (String port : PORTS) {
            URI uri = url(port);
            String number = ":" + uri.getPort();
            for (String host : List.of(
                    "rebound.example.com" + number,
                    "127.0.0.1.nip.io" + number,
                    "localhost.example.com" + number,
                    "notlocalhost" + number,
                    "sync-localhost" + number,
                    "localhost." + number,
                    "localhost",
                    "localhost:1",
                    "127.0.0.2" + number,
                    "x@localhost" + number,
                    "")) {
                assertThat(status(raw(uri, "GET /", "Host: " + host)))
                        .as("%s for %s", port, host)
                        .isEqualTo(403);
            }
            for (String host : List.of("127.0.0.1", "localhost", "LOCALHOST", "[::1]")) {
                assertThat(status(raw(uri, "GET /", "Host: " + host + number)))
                        .as("%s for %s", port, host)
                        .isNotEqualTo(403);
            }
            assertThat(status(raw(uri, "GET /", "Host: localhost" + number, "Host: example.com")))
                    .as(port)
                    .isIn(400, 403);
            assertThat(status(raw(uri, "GET /", "Host: bucket.localhost" + number)))
                    .as("%s with a bucket as its host", port)
                    .matches(answer -> port.equals(S3) == (answer != 403));
        }
    }

    @Test
    void requestsOfPagesAreRefusedOnEveryPort() throws IOException {
        serve(Map.of());
        for (String port : PORTS) {
            URI uri = url(port);
            String host = "Host: " + uri.getAuthority();
            for (String method : List.of("GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD")) {
                for (String origin : List.of(
                        "https://example.com",
                        "null",
                        "http://localhost:3000",
                        "http://" + uri.getHost(),
                        "https://" + uri.getAuthority(),
                        "file://")) {
                    String response = raw(uri, method + " /b?delete", host, "Origin: " + origin);
                    assertThat(status(response)).as("%s %s", port, origin).isEqualTo(403);
                    assertThat(response).doesNotContainIgnoringCase("Access-Control-Allow");
                }
                for (String site : List.of("cross-site", "same-site")) {
                    assertThat(status(raw(uri, method + " /b?delete", host, "Sec-Fetch-Site: " + site)))
                            .as("%s %s %s", port, method, site)
                            .isEqualTo(403);
                }
            }
            String[] followed = {
                host, "Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"
            };
            assertThat(status(raw(uri, "GET /", followed))).as(port).isNotEqualTo(403);
            assertThat(status(raw(uri, "POST /", followed))).as(port).isEqualTo(403);
            assertThat(status(raw(uri, "GET /", host, "Sec-Fetch-Site: none")))
                    .as(port)
                    .isNotEqualTo(403);
        }
    }

    @Test
    void tokenIsRequiredOnEveryPort() throws IOException, InterruptedException {
        serve(Map.of(ApiToken.VARIABLE, "s3cret/token"));
        for (String port : PORTS) {
            assertThat(status(raw(url(port), "GET /", "Host: " + url(port).getAuthority())))
                    .as(port)
                    .isIn(401, 403);
            assertThat(status(raw(
                            url(port),
                            "GET /",
                            "Host: " + url(port).getAuthority(),
                            "Authorization: Bearer s3cret/token")))
                    .as(port)
                    .isNotIn(401, 403);
        }
        try (SfnClient states = client(SfnClient.builder(), STEP_FUNCTIONS, "s3cret/token");
                DynamoDbClient records = client(DynamoDbClient.builder(), STEP_FUNCTIONS, "s3cret/token");
                S3Client s3 = client(S3Client.builder().forcePathStyle(true), S3, "s3cret/token")) {
            assertThat(states.listStateMachines().stateMachines()).isNotEmpty();
            assertThat(records.listTables().tableNames()).containsExactly("anabranch");
            s3.putObject(put -> put.bucket("anabranch").key("runs/k"), RequestBody.fromString("hello"));
            assertThat(s3.getObjectAsBytes(get -> get.bucket("anabranch").key("runs/k"))
                            .asUtf8String())
                    .isEqualTo("hello");
        }
        for (String wrong : List.of("any", "s3cret/toke", "s3cret", "s3cret/token2")) {
            try (SfnClient states = client(SfnClient.builder(), STEP_FUNCTIONS, wrong);
                    DynamoDbClient records = client(DynamoDbClient.builder(), STEP_FUNCTIONS, wrong);
                    S3Client s3 = client(S3Client.builder().forcePathStyle(true), S3, wrong)) {
                assertRefused(states::listStateMachines, "UnrecognizedClientException");
                assertRefused(records::listTables, "UnrecognizedClientException");
                assertRefused(s3::listBuckets, "InvalidAccessKeyId");
            }
        }
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsServiceException.class, refused -> {
            assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused).hasMessageContaining("AWS_ACCESS_KEY_ID");
        });
    }

    @Test
    void signedLinkReadsOnlyItsObject() throws IOException, InterruptedException {
        serve(Map.of(ApiToken.VARIABLE, "s3cret"));
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true), S3, "s3cret")) {
            s3.putObject(put -> put.bucket("anabranch").key("runs/k"), RequestBody.fromString("hello"));
            s3.putObject(put -> put.bucket("anabranch").key("runs/other"), RequestBody.fromString("hello"));
        }
        URI link = new dev.anabranch.stores.internal.http.server.SignedLinks(url(S3), Optional.of("s3cret"))
                .to("anabranch", "runs/k");

        assertThat(link.toString()).doesNotContain("s3cret");
        assertThat(sent("GET", link).body()).isEqualTo("hello");
        assertThat(sent("DELETE", link).statusCode()).isEqualTo(403);
        assertThat(sent("PUT", link).statusCode()).isEqualTo(403);
        assertThat(sent("GET", URI.create(link.toString().replace("runs/k", "runs/other")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(sent("GET", URI.create(link + "&uploads")).statusCode()).isEqualTo(403);
    }

    private static HttpResponse<String> sent(String method, URI uri) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void bucketCanBePartOfTheHost() throws IOException {
        serve(Map.of());
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true), S3, "any")) {
            s3.putObject(put -> put.bucket("anabranch").key("runs/k"), RequestBody.fromString("hello"));
        }

        assertThat(raw(url(S3), "GET /runs/k", "Host: anabranch.localhost:" + url(S3).getPort()))
                .endsWith("hello");
    }

    /** Requests of a page of another origin: simple requests, and requests that need a preflight. */
    private static final String ATTACK = """
            <html><body><pre id="seen"></pre><script>
            function send(what, method, url, headers, body) {
              let seen;
              try {
                const request = new XMLHttpRequest();
                request.open(method, url, false);
                for (const name in headers) request.setRequestHeader(name, headers[name]);
                request.send(body);
                seen = 'READ ' + request.status;
              } catch (refused) { seen = 'UNREADABLE'; }
              document.getElementById('seen').textContent += what + ': ' + seen + ';\\n';
            }
            const plain = {'Content-Type': 'text/plain'};
            send('control', 'GET', '/control', {}, null);
            send('list objects', 'GET', 'OBJECTS/anabranch', {}, null);
            send('delete objects', 'POST', 'OBJECTS/anabranch?delete', plain,
                '<Delete><Object><Key>runs/precious</Key></Object></Delete>');
            send('delete object', 'DELETE', 'OBJECTS/anabranch/runs/precious', {}, null);
            send('tables', 'POST', 'SERVICES/', {'X-Amz-Target': 'DynamoDB_20120810.ListTables'}, '{}');
            send('plain tables', 'POST', 'SERVICES/', plain, '{}');
            send('machines', 'GET', 'SERVICES/', {}, null);
            send('runs', 'GET', 'RUNS/runs', {}, null);
            send('start', 'POST', 'RUNS/workflows/square-all/runs', plain, '{"input": {"numbers": [1]}}');
            send('json start', 'POST', 'RUNS/workflows/square-all/runs', {'Content-Type': 'application/json'},
                '{"input": {"numbers": [1]}}');
            </script></body></html>
            """;

    @Test
    void webPageInChromiumCanNeitherReadNorChangeAnything() throws IOException, InterruptedException {
        Optional<Path> chromium = chromium();
        assumeTrue(chromium.isPresent(), "Chromium is not on the PATH.");
        serve(Map.of());
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            byte[] page = ATTACK.replace("OBJECTS", url(S3).toString())
                    .replace("SERVICES", url(STEP_FUNCTIONS).toString())
                    .replace("RUNS", url(RUN_API).toString())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/html");
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        site.start();
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true), S3, "any")) {
            s3.putObject(put -> put.bucket("anabranch").key("runs/precious"), RequestBody.fromString("hello"));

            Map<String, String> seen = new LinkedHashMap<>();
            String page = dumped(
                    chromium.get(),
                    "http://attacker.example:" + site.getAddress().getPort() + "/");
            Matcher line = Pattern.compile("([a-z ]+): (\\w+(?: \\d+)?);").matcher(page);
            while (line.find()) {
                seen.put(line.group(1), line.group(2));
            }

            assertThat(seen).as(page).hasSize(10).containsEntry("control", "READ 200");
            seen.remove("control");
            assertThat(seen.values()).as(page).containsOnly("UNREADABLE");
            assertThat(s3.getObjectAsBytes(get -> get.bucket("anabranch").key("runs/precious"))
                            .asUtf8String())
                    .isEqualTo("hello");
            assertThat(sent("GET", url(RUN_API).resolve("/runs")).body()).doesNotContain("square-all");
            // Chromium shows no document for the JSON of AWS's protocol.
            for (String port : List.of(S3, RUN_API)) {
                assertThat(dumped(
                                chromium.get(),
                                "http://rebound.example:" + url(port).getPort() + "/"))
                        .as(port)
                        .contains("This address accepts requests for this machine only");
            }
        } finally {
            site.stop(0);
        }
    }

    /**
     * Returns the document of a URL after its scripts have run. Names below {@code example} resolve to this machine.
     */
    private String dumped(Path chromium, String url) throws IOException, InterruptedException {
        Path profile = Files.createTempDirectory(folder, "profile");
        List<String> command = new ArrayList<>(List.of(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP *.example 127.0.0.1",
                "--user-data-dir=" + profile,
                "--dump-dom",
                url));
        Path printed = Files.createTempFile(folder, "dom", ".html");
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(printed.toFile())
                .start();
        try {
            process.waitFor();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        return Files.readString(printed);
    }

    private static Optional<Path> chromium() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .flatMap(entry -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(entry).resolve(name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
