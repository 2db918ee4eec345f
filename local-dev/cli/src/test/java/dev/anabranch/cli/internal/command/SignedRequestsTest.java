package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.cli.internal.command.StubApi.Answer;
import dev.anabranch.cli.internal.command.StubApi.Asked;
import dev.anabranch.cli.internal.command.TestConsole.FixedAwsAccess;
import dev.anabranch.cli.internal.terminal.ExitCode;
import dev.anabranch.publicpackages.NeedsPublicPackages;
import dev.anabranch.stores.python.PythonEnvironment;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An independent implementation, that of botocore, verifies the signatures that API Gateway would check. */
@Timeout(240)
final class SignedRequestsTest {

    private static final String BOTO3 = "1.44.5";
    private static final String RUN =
            "{\"id\":\"r\",\"workflow\":\"w\",\"status\":\"RUNNING\",\"started\":\"2026-01-01T00:00:00Z\",\"url\":\"/runs/r\"}";

    @TempDir
    Path folder;

    private static final String GRAPH = """
            {"nodes": [{"id": "%41", "kind": "call", "in": "", "attempts": 1, "tolerant": false, "added": false,
            "fingerprint": "a", "input": []}], "edges": [], "output": "-"}
            """;

    private static String answer(String path) {
        if (path.endsWith("/graph")) {
            return GRAPH;
        }
        return "{\"items\":[" + (path.endsWith("/runs") ? RUN : "") + "]}";
    }

    @Test
    @NeedsPublicPackages
    void signaturesEqualThoseOfBotocore() throws IOException, InterruptedException, URISyntaxException {
        Path python = python();
        try (StubApi gateway = new StubApi(asked -> asked.method().equals("DELETE")
                ? new Answer(204, Map.of(), "")
                : Answer.of(
                        200, asked.method().equals("GET") ? answer(asked.uri().getPath()) : RUN))) {
            String url = gateway.uri() + "/prod stage".replace(" ", "%20");
            Files.writeString(folder.resolve("in.json"), "{\"größe\": \"漢字 'x' + ~\"}");
            call("start", "größer als/1", "--input", "@in.json", "--url", url);
            call("runs", "--workflow", "a b+c&d=é~*!'()", "--limit", "3", "--url", url);
            call("actions", "run ü/..;v=1", "--node", "ключ /?#[]@", "--prefix", "%41", "--url", url);
            call("cancel", "a//b", "--url", url);
            call("delete", "..", "--url", url);
            assertThat(gateway.asked).hasSize(6);

            List<String> expected = botocore(
                    python,
                    gateway.asked.stream()
                            .map(asked -> said(asked, gateway).toString())
                            .toList());

            assertThat(gateway.asked.stream().map(asked -> asked.header("Authorization")))
                    .containsExactlyElementsOf(expected)
                    .allMatch(header -> header.contains("/eu-west-1/execute-api/aws4_request"));
            assertThat(gateway.asked)
                    .allMatch(asked -> asked.header("Authorization").contains("host;"), "the host is signed")
                    .allMatch(
                            asked -> asked.header("X-Amz-Security-Token")
                                    .equals(FixedAwsAccess.CREDENTIALS.sessionToken()),
                            "the session is named");
            assertThat(gateway.asked.get(0).header("Idempotency-Key")).matches("[0-9a-f]{32}");
        }
    }

    private static Path python() {
        try {
            return PythonEnvironment.of("boto3-" + BOTO3, "boto3==" + BOTO3, "ANABRANCH_BOTO3_VENV")
                    .resolve("bin/python");
        } catch (IOException | IllegalStateException e) {
            return abort("boto3 " + BOTO3 + " is missing: " + e.getMessage());
        }
    }

    private void call(String... arguments) {
        TestConsole console = new TestConsole();
        String[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--sigv4";
        assertThat(Anabranch.run(console.console(folder), all))
                .as(console.err())
                .isEqualTo(ExitCode.OK);
    }

    private static ObjectNode said(Asked asked, StubApi gateway) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("method", asked.method())
                .put("url", gateway.uri().resolve(asked.uri()).toString())
                .put("body", asked.body())
                .put("authorization", asked.header("Authorization"));
        ObjectNode headers = json.putObject("headers");
        asked.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return json;
    }

    private static List<String> botocore(Path python, List<String> requests)
            throws IOException, InterruptedException, URISyntaxException {
        Path script = Path.of(SignedRequestsTest.class.getResource("sigv4.py").toURI());
        Process process = new ProcessBuilder(
                        python.toString(),
                        script.toString(),
                        FixedAwsAccess.CREDENTIALS.accessKeyId(),
                        FixedAwsAccess.CREDENTIALS.secretAccessKey(),
                        FixedAwsAccess.CREDENTIALS.sessionToken(),
                        "eu-west-1")
                .redirectErrorStream(true)
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(String.join("\n", requests).getBytes(StandardCharsets.UTF_8));
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.lines().toList();
    }
}
