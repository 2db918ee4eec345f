package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.storage.Storage;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the responses of a port while the disk refuses writes. */
final class DiskRefusalTest {

    private static final Optional<String> FULL = Optional.of("The data folder cannot be written.");

    private static HttpResponse<String> send(CloudEndpoint endpoint, String target)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint.uri()).POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (!target.isEmpty()) {
            request.header("X-Amz-Target", target);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void dynamoDbIsUnavailableUntilTheDiskAcceptsWrites() throws IOException, InterruptedException {
        try (Storage storage = Storage.inMemory();
                CloudEndpoint endpoint = CloudEndpoint.builder()
                        .dynamoDb(new EmbeddedDynamoDb(storage, () -> Instant.EPOCH))
                        .start()) {
            endpoint.refuse(FULL);
            HttpResponse<String> refused = send(endpoint, "DynamoDB_20120810.ListTables");
            endpoint.refuse(Optional.empty());

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("ServiceUnavailable", "The data folder cannot be written.");
            assertThat(send(endpoint, "DynamoDB_20120810.ListTables").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void s3AsksClientsToSendRequestsLater() throws IOException, InterruptedException {
        try (Storage storage = Storage.inMemory();
                CloudEndpoint endpoint = CloudEndpoint.builder()
                        .s3(new EmbeddedS3(storage, () -> Instant.EPOCH))
                        .start()) {
            endpoint.refuse(FULL);

            HttpResponse<String> refused = send(endpoint, "");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("<Code>SlowDown</Code>", "The data folder cannot be written.");
        }
    }
}
