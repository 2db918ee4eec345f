package dev.anabranch.runtime.internal.lambda;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The AWS clients of a function, tuned for cold starts: they use the JDK's HTTP client, and take region and credentials
 * from the environment instead of searching for them. Every action uses DynamoDB; most do not need S3, so its client is
 * created on first use.
 */
public final class SdkClients {

    /** The number of attempts of a request. Throttling of a table that is scaling up ends within a second or two. */
    private static final int ATTEMPTS = 6;

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration SOCKET = Duration.ofSeconds(10);

    private final LambdaEnvironment platform;
    private final SdkHttpClient http;
    private final DynamoDbClient dynamoDb;
    private @Nullable S3Client s3;

    private SdkClients(LambdaEnvironment platform) {
        this.platform = platform;
        this.http = UrlConnectionHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(SOCKET)
                .build();
        this.dynamoDb = of(DynamoDbClient.builder().httpClient(http)).build();
    }

    public static SdkClients of(LambdaEnvironment platform) {
        return new SdkClients(platform);
    }

    public DynamoDbClient dynamoDb() {
        return dynamoDb;
    }

    public synchronized S3Client s3() {
        S3Client client = s3;
        if (client == null) {
            client = of(S3Client.builder().httpClient(http))
                    .forcePathStyle(platform.pathStyle())
                    .build();
            s3 = client;
        }
        return client;
    }

    /** Builds another client with the same HTTP client, region, credentials and retries. */
    public <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C build(B builder) {
        return of(builder.httpClient(http)).build();
    }

    private <B extends AwsClientBuilder<B, C>, C> B of(B builder) {
        if (platform.region() != null) {
            builder.region(Region.of(platform.region()));
        }
        if (platform.keysInEnvironment()) {
            builder.credentialsProvider(EnvironmentVariableCredentialsProvider.create());
        }
        return builder.overrideConfiguration(ClientOverrideConfiguration.builder()
                .retryStrategy(
                        StandardRetryStrategy.builder().maxAttempts(ATTEMPTS).build())
                .build());
    }
}
