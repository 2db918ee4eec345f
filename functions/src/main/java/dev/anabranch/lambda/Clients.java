package dev.anabranch.lambda;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The clients of a function. The JDK's own HTTP client starts fastest. */
record Clients(DynamoDbClient dynamoDb, S3Client s3) {

    /** Throttles of a table that is just warming up pass within a second or two. */
    private static final int ATTEMPTS = 6;

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SOCKET = Duration.ofSeconds(10);

    static Clients of(Settings settings) {
        SdkHttpClient http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(SOCKET)
                .build();
        ClientOverrideConfiguration retries = ClientOverrideConfiguration.builder()
                .retryStrategy(
                        StandardRetryStrategy.builder().maxAttempts(ATTEMPTS).build())
                .build();
        return new Clients(
                DynamoDbClient.builder()
                        .httpClient(http)
                        .overrideConfiguration(retries)
                        .build(),
                S3Client.builder()
                        .httpClient(http)
                        .overrideConfiguration(retries)
                        .forcePathStyle(settings.pathStyle())
                        .build());
    }
}
