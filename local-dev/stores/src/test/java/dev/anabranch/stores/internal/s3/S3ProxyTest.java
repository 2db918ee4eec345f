package dev.anabranch.stores.internal.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.stores.internal.storage.Storage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Compares the results of random operations with those of s3proxy, an independent implementation. */
class S3ProxyTest {

    /** The default can be replaced with {@code -Danabranch.seed=...}. */
    private static final long SEED = Long.getLong("anabranch.seed", 20_260_504);

    private static final int OPERATIONS = Integer.getInteger("anabranch.operations", 800);
    private static final String BUCKET = "data";

    /**
     * In s3proxy's store keys are file paths: it cannot distinguish a//b from a/b, and cannot store both a and a/b. It
     * sorts by UTF-16.
     */
    private static final List<String> KEYS =
            List.of("a.", "a/b", "a/c/d", "a/c/e", "b", "b-c", "ü/ö", "x&y?#%+ z", "Z", "😀", "c/😀");

    /**
     * The result if s3proxy rejects a put before it has read the body. The following operations verify that it did not
     * store the object.
     */
    private static final String BROKEN = "broken connection";

    private final Random random = new Random(SEED);

    private record Operation(Object request, Function<S3Client, String> call) {}

    @Test
    void returnsTheSameResultsAsS3Proxy() throws Exception {
        System.out.println("S3 against s3proxy: " + OPERATIONS + " operations, seed " + SEED);
        S3Proxy proxy = S3Proxy.builder()
                .blobStore(BlobStores.create("transient-nio2", new Properties()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .build();
        proxy.start();
        try (S3Client theirs = client(proxy.getPort());
                EmbeddedS3 ours = new EmbeddedS3(Storage.inMemory(), InstantSource.system())) {
            theirs.createBucket(r -> r.bucket(BUCKET));
            ours.createBucket(r -> r.bucket(BUCKET));
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < OPERATIONS; i++) {
                Operation operation = next();
                String our = answer(() -> operation.call().apply(ours));
                String their = answer(() -> operation.call().apply(theirs));
                if (!our.equals(their) && !(their.equals(BROKEN) && our.matches(".* (404|412)"))) {
                    differences.add(
                            "#" + i + " " + operation.request() + "\n ours:    " + our + "\n s3proxy: " + their);
                }
            }
            assertThat(differences).as("seed %s", SEED).isEmpty();
        } finally {
            proxy.stop();
        }
    }

    private static S3Client client(int port) {
        return S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port))
                .forcePathStyle(true)
                // No chunked bodies: a server that responds before it has read one breaks the connection.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(c -> c.chunkedEncodingEnabled(false))
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
                .build();
    }

    private static String answer(Supplier<String> call) {
        try {
            return call.get();
        } catch (S3Exception e) {
            return e.getClass().getSimpleName() + " " + e.statusCode();
        } catch (SdkClientException e) {
            return BROKEN;
        }
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private String body() {
        return any(List.of("", "one", "two", "0123456789".repeat(1 + random.nextInt(100))));
    }

    private static String etag(String body) {
        return "\"" + BodyDigests.hex(BodyDigests.digest("MD5").digest(body.getBytes(StandardCharsets.UTF_8))) + "\"";
    }

    private Operation next() {
        return switch (random.nextInt(9)) {
            case 0, 1 -> put();
            case 2, 3 -> get();
            case 4 -> head();
            case 5 -> delete();
            case 6 -> copy();
            case 7 -> list();
            default -> random.nextInt(15) == 0 ? upload() : list();
        };
    }

    private Operation put() {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(BUCKET)
                .key(any(KEYS))
                .contentType(any(List.of("text/plain", "application/json")))
                .metadata(Map.of("m", any(List.of("1", "2"))));
        int condition = random.nextInt(4);
        if (condition == 0) {
            request.ifNoneMatch("*");
        } else if (condition == 1) {
            request.ifMatch(etag(body()));
        }
        String body = body();
        PutObjectRequest built = request.build();
        return new Operation(
                built, c -> c.putObject(built, RequestBody.fromString(body)).eTag());
    }

    private Operation get() {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(BUCKET).key(any(KEYS));
        switch (random.nextInt(5)) {
            case 0 ->
                request.range(any(List.of("bytes=0-1", "bytes=1-", "bytes=-2", "bytes=2-500", "bytes=9999-10000")));
            case 1 -> request.ifNoneMatch(etag(body()));
            case 2 -> request.ifMatch(etag(body()));
            default -> {}
        }
        GetObjectRequest built = request.build();
        return new Operation(built, c -> {
            var answer = c.getObjectAsBytes(built);
            var response = answer.response();
            return BodyDigests.base64(BodyDigests.digest("SHA-256").digest(answer.asByteArray())) + " "
                    + response.contentType()
                    + " " + response.metadata() + " " + response.eTag() + " " + response.contentLength() + " "
                    + response.contentRange();
        });
    }

    private Operation head() {
        String key = any(KEYS);
        return new Operation("head " + key, c -> {
            var answer = c.headObject(r -> r.bucket(BUCKET).key(key));
            return answer.contentType() + " " + answer.metadata() + " " + answer.eTag() + " " + answer.contentLength();
        });
    }

    private Operation delete() {
        String key = any(KEYS);
        if (random.nextBoolean()) {
            return new Operation("delete " + key, c -> {
                c.deleteObject(r -> r.bucket(BUCKET).key(key));
                return "done";
            });
        }
        var both = software.amazon.awssdk.services.s3.model.Delete.builder()
                .objects(
                        software.amazon.awssdk.services.s3.model.ObjectIdentifier.builder()
                                .key(key)
                                .build(),
                        software.amazon.awssdk.services.s3.model.ObjectIdentifier.builder()
                                .key(any(KEYS))
                                .build())
                .build();
        return new Operation(both, c -> c.deleteObjects(r -> r.bucket(BUCKET).delete(both)).deleted().stream()
                .map(d -> d.key())
                .sorted()
                .toList()
                .toString());
    }

    private Operation copy() {
        String from = any(KEYS);
        String to = any(KEYS);
        // s3proxy allows copying an object to itself without changes, which AWS rejects.
        boolean replaces = from.equals(to) || random.nextBoolean();
        return new Operation("copy " + from + " to " + to + (replaces ? ", new metadata" : ""), c -> c.copyObject(r -> {
                    r.sourceBucket(BUCKET)
                            .sourceKey(from)
                            .destinationBucket(BUCKET)
                            .destinationKey(to);
                    if (replaces) {
                        r.metadataDirective(MetadataDirective.REPLACE)
                                .contentType("text/copied")
                                .metadata(Map.of("m", "copied"));
                    }
                })
                .copyObjectResult()
                .eTag());
    }

    private Operation list() {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(BUCKET)
                .prefix(any(List.of("", "a", "a/", "a/c", "ü", "none")))
                .delimiter(random.nextBoolean() ? "/" : null)
                // No start within a common prefix: s3proxy then omits the prefix although more of its keys follow.
                .startAfter(random.nextInt(3) == 0 ? any(List.of("Z", "a.", "b", "b-c", "x&y?#%+ z")) : null)
                .maxKeys(any(List.of(1, 2, 100)))
                .build();
        return new Operation(request, c -> {
            List<String> pages = new ArrayList<>();
            c.listObjectsV2Paginator(request)
                    .forEach(page -> pages.add(
                            page.contents().stream().map(S3ProxyTest::text).toList() + " "
                                    + page.commonPrefixes().stream()
                                            .map(CommonPrefix::prefix)
                                            .toList()));
            return pages.toString();
        });
    }

    private static String text(S3Object object) {
        return object.key() + " " + object.size() + " " + object.eTag();
    }

    private Operation upload() {
        String key = any(KEYS);
        byte[] first = new byte[5 << 20];
        random.nextBytes(first);
        boolean aborted = random.nextInt(3) == 0;
        return new Operation("upload " + key + (aborted ? ", aborted" : ""), c -> {
            String id = c.createMultipartUpload(r ->
                            r.bucket(BUCKET).key(key).contentType("text/parts").metadata(Map.of("m", "parts")))
                    .uploadId();
            CompletedPart one = part(c, key, id, 1, first);
            CompletedPart two = part(c, key, id, 2, new byte[] {1, 2, 3});
            if (aborted) {
                c.abortMultipartUpload(r -> r.bucket(BUCKET).key(key).uploadId(id));
                // Not compared: s3proxy accepts further parts after an abort, AWS and the embedded S3 do not.
                return "aborted";
            }
            return c.completeMultipartUpload(
                            r -> r.bucket(BUCKET).key(key).uploadId(id).multipartUpload(m -> m.parts(one, two)))
                    .eTag();
        });
    }

    private static CompletedPart part(S3Client client, String key, String id, int number, byte[] body) {
        String etag = client.uploadPart(
                        r -> r.bucket(BUCKET).key(key).uploadId(id).partNumber(number), RequestBody.fromBytes(body))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }
}
