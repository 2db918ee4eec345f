package dev.anabranch.stores.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.http.json.ProtocolJson;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.storage.S3ObjectStore;
import dev.anabranch.stores.internal.storage.Storage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;

/** An HTTP endpoint on a free port with Step Functions, DynamoDB and S3. */
final class TestCloud implements AutoCloseable {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Storage storage = Storage.inMemory();
    private final Engine engine;
    private final CloudEndpoint endpoint;

    TestCloud(LambdaInvoker functions) {
        EmbeddedS3 s3 = new EmbeddedS3(storage, InstantSource.system());
        engine = Engine.builder()
                .functions(functions)
                .objects(new S3ObjectStore(s3))
                .build();
        endpoint = CloudEndpoint.builder()
                .stepFunctions(engine, InstantSource.system())
                .dynamoDb(new EmbeddedDynamoDb(storage, InstantSource.system()))
                .s3(s3)
                .start();
    }

    static HttpClient http() {
        return HTTP;
    }

    URI uri() {
        return endpoint.uri();
    }

    /** Returns an SDK client that is connected to the endpoint. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        // The SDK prefixes the host name for some operations of Step Functions, which is impossible for an IP address.
        return builder.endpointOverride(endpoint.uri())
                .overrideConfiguration(options ->
                        options.putAdvancedOption(SdkAdvancedClientOption.DISABLE_HOST_PREFIX_INJECTION, true))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /**
     * Sends a request to Step Functions without the SDK. Single quotes in {@code body} are replaced with double quotes.
     */
    Reply call(String operation, String body) {
        HttpRequest request = HttpRequest.newBuilder(endpoint.uri())
                .header("X-Amz-Target", "AWSStepFunctions." + operation)
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(HttpRequest.BodyPublishers.ofString(
                        body.replace("\\'", "\\\"").replace('\'', '"')))
                .build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), ProtocolJson.parse(response.body()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    record Reply(int status, JsonNode body) {

        String text(String member) {
            return body.path(member).asText();
        }
    }

    @Override
    public void close() {
        endpoint.close();
        engine.close();
        storage.close();
    }
}
