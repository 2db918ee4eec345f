package dev.anabranch.client.internal.transport;

import java.net.URI;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * AWS Signature Version 4 for API Gateway
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
public final class SigV4Authorization implements Authorization {

    private static final String SERVICE = "execute-api";
    private static final int SHOWN = 4;

    /** Not added, because the HTTP client sets it from the same URI. */
    private static final Set<String> OF_THE_CLIENT = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    static {
        OF_THE_CLIENT.add("host");
    }

    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final AwsCredentialsProvider credentials;
    private final String region;
    private final InstantSource clock;

    /**
     * Creates a signer, which resolves the credentials for each request because they can expire.
     *
     * @param region the region of the API
     */
    public SigV4Authorization(AwsCredentialsProvider credentials, String region, InstantSource clock) {
        this.credentials = credentials;
        this.region = region;
        this.clock = clock;
    }

    @Override
    public Map<String, String> of(ApiCall call, URI uri) {
        SdkHttpRequest.Builder request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(call.method()))
                .uri(uri);
        call.headers().forEach(request::putHeader);
        SignedRequest signed = signer.sign(sign -> sign.identity(resolved())
                .request(request.build())
                .payload(ContentStreamProvider.fromByteArray(call.body()))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                .putProperty(HttpSigner.SIGNING_CLOCK, clock.withZone(ZoneOffset.UTC)));
        Map<String, String> added = new LinkedHashMap<>();
        signed.request().headers().forEach((name, values) -> {
            if (!OF_THE_CLIENT.contains(name) && !call.headers().containsKey(name)) {
                added.put(name, String.join(",", values));
            }
        });
        return added;
    }

    private AwsCredentials resolved() {
        try {
            return credentials.resolveCredentials();
        } catch (SdkException none) {
            throw NoCredentials.because(none);
        }
    }

    @Override
    public String description() {
        String key = resolved().accessKeyId();
        return "The request was signed for " + region + " with the access key that ends with `"
                + key.substring(Math.max(0, key.length() - SHOWN)) + "`.";
    }
}
