package dev.anabranch.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.runs.RunApiFunction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

/**
 * The run API of a stack in an emulator, by the address of its HTTP API. If the emulator has no HTTP APIs, a function
 * URL replaces it and sends the function the same events
 * (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html).
 */
final class EmulatedApi {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI endpoint;
    private final URI address;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private EmulatedApi(URI endpoint, URI address) {
        this.endpoint = endpoint;
        this.address = address;
    }

    static EmulatedApi of(EmulatorContainer emulator, EmulatedStack stack) throws IOException {
        String url = stack.outputs().getOrDefault(AnabranchBackend.API_URL, "");
        if (!url.startsWith("http")) {
            String function = stack.function(RunApiFunction.class);
            url = emulator.client(LambdaClient.builder())
                    .createFunctionUrlConfig(request -> request.functionName(function)
                            .qualifier(LambdaFunctions.ALIAS)
                            .authType(FunctionUrlAuthType.NONE))
                    .functionUrl();
        }
        return new EmulatedApi(emulator.endpoint(), URI.create(url));
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return send(request(path).GET(), 200);
    }

    JsonNode post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)), 202);
    }

    /**
     * Sends the request to the emulator's port with the host name of the API, which only the emulator's DNS resolves.
     */
    private HttpRequest.Builder request(String path) {
        String before = address.getPath().replaceFirst("/$", "");
        return HttpRequest.newBuilder(endpoint.resolve(before + path))
                .timeout(Duration.ofMinutes(3))
                .header("Host", address.getAuthority());
    }

    private JsonNode send(HttpRequest.Builder request, int expected) throws IOException, InterruptedException {
        HttpRequest sent = request.build();
        var response = http.send(sent, BodyHandlers.ofString());
        if (response.statusCode() != expected) {
            throw new AssertionError(sent.method() + " " + sent.uri() + " was answered with " + response.statusCode()
                    + ": " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
