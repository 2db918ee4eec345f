package dev.anabranch.lambda;

import java.time.Duration;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;

/** The clients of a function. The JDK's own HTTP client starts fastest. */
record Clients(DynamoDbClient dynamoDb, S3Client s3) {

    /** Throttles of a table that is just warming up pass within a second or two. */
    private static final int ATTEMPTS = 6;

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SOCKET = Duration.ofSeconds(10);

    static Clients of(Settings settings) {
        return of(settings.pathStyle());
    }

    static Clients of(boolean pathStyle) {
        return new Clients(
                DynamoDbClient.builder()
                        .httpClient(http())
                        .overrideConfiguration(retries())
                        .build(),
                S3Client.builder()
                        .httpClient(http())
                        .overrideConfiguration(retries())
                        .forcePathStyle(pathStyle)
                        .build());
    }

    /** For the run API alone: a task's function never loads this client's classes. */
    static SfnClient stepFunctions() {
        return SfnClient.builder()
                .httpClient(http())
                .overrideConfiguration(retries())
                .build();
    }

    private static SdkHttpClient http() {
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(SOCKET)
                .build();
    }

    private static ClientOverrideConfiguration retries() {
        return ClientOverrideConfiguration.builder()
                .retryStrategy(
                        StandardRetryStrategy.builder().maxAttempts(ATTEMPTS).build())
                .build();
    }
}
