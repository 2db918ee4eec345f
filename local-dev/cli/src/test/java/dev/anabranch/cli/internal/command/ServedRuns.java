package dev.anabranch.cli.internal.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.anabranch.cli.internal.location.ApiToken;
import dev.anabranch.cli.internal.location.WorkflowCatalogue;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.embedded.internal.local.ServedApi;
import dev.anabranch.embedded.internal.runapi.ApiEndpoint;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.stores.internal.http.CloudEndpoint;
import dev.anabranch.stores.internal.http.server.SignedLinks;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The run API of `anabranch serve` with some of the examples, on free ports. */
public final class ServedRuns implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    /** Several threads of the server append to it. */
    @SuppressWarnings("JdkObsolete")
    private final StringBuffer failures = new StringBuffer();

    private final LocalCloud local;
    private final CloudEndpoint objects;
    private final ApiEndpoint api;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ServedRuns(Map<String, String> environment) throws IOException {
        this(environment, "square-all");
    }

    public ServedRuns(Map<String, String> environment, String... names) throws IOException {
        local = LocalCloud.open(new LocalCloud.Settings(
                null, null, EngineQuotas.aws(), Duration.ofSeconds(30), LocalCloud.Functions.DEFAULT));
        List<Workflow<?, ?>> workflows = Stream.of(names)
                .<Workflow<?, ?>>map(WorkflowCatalogue.onClassPath()::get)
                .toList();
        workflows.forEach(workflow -> local.cloud().deploy(workflow));
        Optional<String> token = Optional.ofNullable(environment.get(ApiToken.VARIABLE));
        objects = CloudEndpoint.builder().s3(local.cloud().s3()).token(token).start();
        SignedLinks links = new SignedLinks(objects.uri(), token);
        api = ServedApi.start(local, workflows, links, this::failed, 0);
    }

    public URI uri() {
        return api.uri();
    }

    private void failed(String request, Throwable thrown) {
        failures.append(request).append(": ").append(thrown).append('\n');
    }

    /** Returns the requests that were answered with status 500, and what was thrown. */
    public String failures() {
        return failures.toString();
    }

    public HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create(api.uri() + target));
    }

    public HttpRequest post(String target, String json) {
        return request(target)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
    }

    public HttpResponse<String> send(HttpRequest request) {
        return sendAsync(request).join();
    }

    public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    public JsonNode get(String target) {
        HttpResponse<String> response = send(request(target).build());
        if (response.statusCode() != 200) {
            throw new AssertionError(target + ": " + response.statusCode() + " " + response.body());
        }
        return json(response);
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + response.body(), e);
        }
    }

    @Override
    public void close() throws IOException {
        api.close();
        objects.close();
        local.close();
    }
}
