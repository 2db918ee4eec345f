package dev.anabranch.cli.internal.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.command.LoggedWork.Load;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.ServedApi;
import dev.anabranch.embedded.internal.runapi.ApiEndpoint;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.stores.internal.http.server.SignedLinks;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Pages of the store are damaged while a server uses the folder. Each request is answered as before, or with an error
 * that names the file.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class DamageWhileServingTest {

    private static final int PAGE = 4_096;
    private static final List<String> RUNS = List.of("first", "second", "third");

    @TempDir
    private Path folder;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private record Answer(int status, JsonNode body) {}

    @ParameterizedTest
    @CsvSource({"1, 0.05", "2, 0.2", "3, 0.9"})
    void requestsAreAnsweredOrNameTheDamagedFile(long seed, double share) throws Exception {
        try (LocalCloud local = open()) {
            for (String run : RUNS) {
                assertThat(local.cloud()
                                .start(
                                        local.cloud().deploy(new LoggedWork()),
                                        run,
                                        new JsonMapper().valueToTree(load()))
                                .join()
                                .succeeded())
                        .isTrue();
            }
        }
        Map<String, Answer> expected = new HashMap<>();
        try (LocalCloud local = open();
                ApiEndpoint api = serve(local)) {
            for (String path : paths()) {
                expected.put(path, get(api.uri().resolve(path)));
            }
        }
        int refused = 0;
        try (LocalCloud local = open();
                ApiEndpoint api = serve(local)) {
            damage(folder.resolve("stores.mv"), new Random(seed), share);
            for (String path : paths()) {
                Answer answer = get(api.uri().resolve(path));
                refused += assertRightOrNamed(path, answer, Objects.requireNonNull(expected.get(path))) ? 0 : 1;
            }
            String started = new JsonMapper().writeValueAsString(Map.of("input", load(), "id", "new"));
            Answer answer = send(HttpRequest.newBuilder(api.uri().resolve("/workflows/" + LoggedWork.NAME + "/runs"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(started)));
            if (answer.status() == 202) {
                Answer run = get(api.uri().resolve("/runs/new?wait=20"));
                assertThat(run.body().path("status").asText() + run.body().path("detail"))
                        .containsAnyOf("SUCCEEDED", "FAILED", "stores.mv` is damaged");
            } else {
                assertNamed("start", answer);
            }
        }
        assertThat(refused).as("refused requests of seed %s", seed).isPositive();
    }

    private Load load() {
        return new Load(60, 4_000, 0, folder.resolve("log").toString());
    }

    private LocalCloud open() throws IOException {
        return LocalCloud.open(new LocalCloud.Settings(
                folder, null, EngineQuotas.aws(), Duration.ofDays(1), LocalCloud.Functions.DEFAULT));
    }

    private static ApiEndpoint serve(LocalCloud local) {
        local.cloud().deploy(new LoggedWork());
        local.goOn();
        return ServedApi.start(
                local,
                List.of(new LoggedWork()),
                new SignedLinks(URI.create("http://127.0.0.1:1"), Optional.empty()),
                (request, thrown) -> {},
                0);
    }

    private static List<String> paths() {
        List<String> paths = new ArrayList<>(List.of("/runs"));
        for (String run : RUNS) {
            paths.add("/runs/" + run);
            paths.add("/runs/" + run + "/output");
            paths.add("/runs/" + run + "/counts");
            paths.add("/runs/" + run + "/graph");
            paths.add("/runs/" + run + "/actions?limit=1000");
        }
        return paths;
    }

    /** Returns false if the request was refused. */
    private static boolean assertRightOrNamed(String path, Answer answer, Answer expected) {
        if (answer.equals(expected)) {
            return true;
        }
        assertNamed(path, answer);
        return false;
    }

    private static void assertNamed(String path, Answer answer) {
        assertThat(answer.status()).as(path + " " + answer).isEqualTo(500);
        assertThat(answer.body().path("detail").asText())
                .as(path)
                .contains("stores.mv` is damaged at byte ")
                .contains("anabranch repair --data");
    }

    /** Changes a byte in some pages after the first, which have the header of the file. */
    private static void damage(Path file, Random random, double share) throws IOException {
        long size = Files.size(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            for (long page = 3; page < size / PAGE; page++) {
                if (random.nextDouble() < share) {
                    long at = page * PAGE + random.nextInt(PAGE);
                    ByteBuffer one = ByteBuffer.allocate(1);
                    channel.read(one, at);
                    one.put(0, (byte) (one.get(0) ^ 1 << random.nextInt(8))).rewind();
                    channel.write(one, at);
                }
            }
        }
    }

    private Answer get(URI uri) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri));
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), new JsonMapper().readTree(response.body()));
    }
}
