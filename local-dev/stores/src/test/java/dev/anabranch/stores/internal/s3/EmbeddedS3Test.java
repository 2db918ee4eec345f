package dev.anabranch.stores.internal.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.SupportedOperations;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

@SuppressWarnings("unchecked") // the SDK takes generic varargs
class EmbeddedS3Test {

    private static final String BUCKET = "data";
    private static final Instant NOW = Instant.parse("2026-05-04T03:02:01.123Z");

    private final EmbeddedS3 s3 = new EmbeddedS3(Storage.inMemory(), InstantSource.fixed(NOW));

    @BeforeEach
    void createBucket() {
        s3.createBucket(r -> r.bucket(BUCKET));
    }

    private String put(String key, String body) {
        return s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(body))
                .eTag();
    }

    private String get(String key) {
        return s3.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }

    private static void assertStatus(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, int status, String code) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(status);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
        });
    }

    @Test
    void storesHeadersAndMetadata() {
        s3.putObject(
                r -> r.bucket(BUCKET)
                        .key("k")
                        .contentType("text/plain")
                        .cacheControl("no-cache")
                        .metadata(Map.of("Owner", "Ünal")),
                RequestBody.fromString("hello"));
        var head = s3.headObject(r -> r.bucket(BUCKET).key("k"));
        assertThat(head.contentType()).isEqualTo("text/plain");
        assertThat(head.cacheControl()).isEqualTo("no-cache");
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.metadata()).isEqualTo(Map.of("owner", "Ünal"));
        assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(head.lastModified()).isEqualTo(Instant.parse("2026-05-04T03:02:01Z"));
    }

    @Test
    void missingBucketsAndKeysHaveSpecificExceptions() {
        assertThatThrownBy(() -> get("k")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket(BUCKET).key("k"))).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("nowhere"))).isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.putObject(r -> r.bucket("nowhere").key("k"), RequestBody.empty()))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.createBucket(r -> r.bucket(BUCKET)))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class);
    }

    @Test
    void deletesEmptyBucketsOnly() {
        put("k", "v");
        assertStatus(() -> s3.deleteBucket(r -> r.bucket(BUCKET)), 409, "BucketNotEmpty");
        s3.deleteObject(r -> r.bucket(BUCKET).key("k"));
        s3.deleteBucket(r -> r.bucket(BUCKET));
        assertThat(s3.listBuckets().buckets()).isEmpty();
    }

    @Test
    void conditionalWritesCheckCurrentObject() {
        String etag = put("k", "one");
        assertStatus(
                () -> s3.putObject(r -> r.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromString("two")),
                412,
                "PreconditionFailed");
        assertStatus(
                () -> s3.putObject(r -> r.bucket(BUCKET).key("k").ifMatch("\"other\""), RequestBody.fromString("two")),
                412,
                "PreconditionFailed");
        assertThat(get("k")).isEqualTo("one");
        s3.putObject(r -> r.bucket(BUCKET).key("k").ifMatch(etag), RequestBody.fromString("two"));
        assertThat(get("k")).isEqualTo("two");
    }

    @Test
    void onlyOneConcurrentWriterCreatesObject() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            List<Future<Integer>> wins = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                wins.add(pool.submit(() -> {
                    int won = 0;
                    for (int i = 0; i < 50; i++) {
                        String key = "race" + i;
                        try {
                            s3.putObject(r -> r.bucket(BUCKET).key(key).ifNoneMatch("*"), RequestBody.fromString("x"));
                            won++;
                        } catch (S3Exception e) {
                            assertThat(e.statusCode()).isEqualTo(412);
                        }
                    }
                    return won;
                }));
            }
            int sum = 0;
            for (Future<Integer> one : wins) {
                sum += one.get();
            }
            assertThat(sum).isEqualTo(50);
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void conditionalReadsFailWith304And412() {
        String etag = put("k", "v");
        assertStatus(() -> s3.getObject(r -> r.bucket(BUCKET).key("k").ifNoneMatch(etag)), 304, "NotModified");
        assertStatus(() -> s3.headObject(r -> r.bucket(BUCKET).key("k").ifMatch("\"no\"")), 412, "PreconditionFailed");
        assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").ifMatch(etag))
                        .asUtf8String())
                .isEqualTo("v");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=2-4:cde", "bytes=7-:hij", "bytes=-3:hij", "bytes=8-99:ij", "bytes=-99:abcdefghij"})
    void readsRanges(String rangeAndBody) {
        put("k", "abcdefghij");
        String range = rangeAndBody.substring(0, rangeAndBody.indexOf(":"));
        var answer = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range(range));
        assertThat(answer.asUtf8String()).isEqualTo(rangeAndBody.substring(rangeAndBody.indexOf(":") + 1));
        assertThat(answer.response().contentRange()).startsWith("bytes ").endsWith("/10");
    }

    @Test
    void rangeAfterEndFailsWith416() {
        put("k", "abc");
        assertStatus(() -> s3.getObject(r -> r.bucket(BUCKET).key("k").range("bytes=3-5")), 416, "InvalidRange");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "/", "ünï/ço∂é/😀", "&?#%+ =", "..", "a b\tc", "%2F", "\u0001"})
    void acceptsKeysWithSpecialCharacters(String key) {
        put(key, "odd");
        put(key + "x", "other");
        assertThat(get(key)).isEqualTo("odd");
        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix(key)).contents())
                .extracting(S3Object::key)
                .containsExactly(key, key + "x");
        s3.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(o -> o.key(key))));
        assertThatThrownBy(() -> get(key)).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void listsInUtf8OrderAndGroupsByPrefix() {
        // By UTF-16 code units, the emoji would precede the full-width letter.
        for (String key : List.of("a/1", "a/2", "b", "c/d/1", "c/e", "Z", "\uFF21", "😀")) {
            put(key, "v");
        }
        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactly("Z", "a/1", "a/2", "b", "c/d/1", "c/e", "\uFF21", "😀");
        List<String> seen = new ArrayList<>();
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(BUCKET)
                .delimiter("/")
                .maxKeys(1)
                .build();
        s3.listObjectsV2Paginator(request).forEach(page -> {
            assertThat(page.keyCount()).isEqualTo(1);
            page.contents().forEach(o -> seen.add(o.key()));
            page.commonPrefixes().forEach(p -> seen.add(p.prefix()));
        });
        assertThat(seen).containsExactly("Z", "a/", "b", "c/", "\uFF21", "😀");
        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).prefix("c/").delimiter("/"))
                        .commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("c/d/");
        assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("b")).contents())
                .extracting(S3Object::key)
                .startsWith("c/d/1");
    }

    @Test
    void copiesOrReplacesMetadata() {
        s3.putObject(
                r -> r.bucket(BUCKET).key("a").contentType("text/x").metadata(Map.of("m", "1")),
                RequestBody.fromString("v"));
        s3.copyObject(r ->
                r.sourceBucket(BUCKET).sourceKey("a").destinationBucket(BUCKET).destinationKey("b"));
        s3.deleteObject(r -> r.bucket(BUCKET).key("a"));
        assertThat(get("b")).isEqualTo("v");
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("b")).metadata()).containsEntry("m", "1");
        assertStatus(
                () -> s3.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey("b")
                        .destinationBucket(BUCKET)
                        .destinationKey("b")),
                400,
                "InvalidRequest");
        s3.copyObject(r -> r.sourceBucket(BUCKET)
                .sourceKey("b")
                .destinationBucket(BUCKET)
                .destinationKey("b")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("m", "2")));
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("b")).metadata()).containsEntry("m", "2");
    }

    @Test
    void verifiesAndReturnsChecksums() {
        CRC32 crc = new CRC32();
        crc.update("hello".getBytes(StandardCharsets.UTF_8));
        String right = java.util.Base64.getEncoder()
                .encodeToString(java.nio.ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue())
                        .array());
        assertStatus(
                () -> s3.putObject(
                        r -> r.bucket(BUCKET).key("k").checksumCRC32("AAAAAA=="), RequestBody.fromString("hello")),
                400,
                "BadDigest");
        assertStatus(
                () -> s3.putObject(
                        r -> r.bucket(BUCKET).key("k").contentMD5("AAAAAA=="), RequestBody.fromString("hello")),
                400,
                "BadDigest");
        assertThatThrownBy(() -> get("k")).isInstanceOf(NoSuchKeyException.class);
        s3.putObject(r -> r.bucket(BUCKET).key("k").checksumCRC32(right), RequestBody.fromString("hello"));
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
                        .checksumCRC32())
                .isEqualTo(right);
    }

    @Test
    void joinsPartsInOrderOfTheirNumbers() {
        byte[] first = new byte[5 << 20];
        new Random(1).nextBytes(first);
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("k").contentType("text/x"))
                .uploadId();
        String two = part(id, 2, "tail".getBytes(StandardCharsets.UTF_8));
        part(id, 1, new byte[10]);
        String one = part(id, 1, first);
        assertThatThrownBy(() -> get("k")).isInstanceOf(NoSuchKeyException.class);
        assertStatus(() -> complete(id, completed(2, two), completed(1, one)), 400, "InvalidPartOrder");
        assertStatus(() -> complete(id, completed(1, two)), 400, "InvalidPart");
        complete(id, completed(1, one), completed(2, two));
        byte[] whole = s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k")).asByteArray();
        assertThat(whole).startsWith(first).endsWith("tail".getBytes(StandardCharsets.UTF_8));
        assertThat(whole).hasSize(first.length + 4);
        assertThat(s3.headObject(r -> r.bucket(BUCKET).key("k")).eTag()).endsWith("-2\"");
        String across = "bytes=" + (first.length - 1) + "-" + first.length;
        assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("k").range(across))
                        .asByteArray())
                .containsExactly(first[first.length - 1], (byte) 't');
        assertThatThrownBy(() -> complete(id, completed(1, one))).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void abortRemovesUpload() {
        String id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("k")).uploadId();
        part(id, 1, new byte[10]);
        s3.abortMultipartUpload(r -> r.bucket(BUCKET).key("k").uploadId(id));
        assertThatThrownBy(() -> part(id, 2, new byte[10])).isInstanceOf(NoSuchUploadException.class);
    }

    private String part(String id, int number, byte[] body) {
        return s3.uploadPart(
                        r -> r.bucket(BUCKET).key("k").uploadId(id).partNumber(number), RequestBody.fromBytes(body))
                .eTag();
    }

    private static CompletedPart completed(int number, String etag) {
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private void complete(String id, CompletedPart... parts) {
        s3.completeMultipartUpload(r -> r.bucket(BUCKET).key("k").uploadId(id).multipartUpload(m -> m.parts(parts)));
    }

    @Test
    void openStreamReadsObjectBeforeOverwrite() throws IOException {
        byte[] old = new byte[600_000];
        new Random(2).nextBytes(old);
        s3.putObject(r -> r.bucket(BUCKET).key("k"), RequestBody.fromBytes(old));
        try (ResponseInputStream<GetObjectResponse> stream =
                s3.getObject(r -> r.bucket(BUCKET).key("k"))) {
            byte[] begin = stream.readNBytes(10);
            put("k", "new");
            assertThat(begin).isEqualTo(java.util.Arrays.copyOf(old, 10));
            assertThat(stream.readAllBytes()).isEqualTo(java.util.Arrays.copyOfRange(old, 10, old.length));
        }
        assertThat(get("k")).isEqualTo("new");
    }

    /** Generates a body of any size without holding it in memory. */
    private static final class Pattern extends InputStream {
        private long left;

        Pattern(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? (int) (left & 0xFF) : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            int count = (int) Math.min(length, left);
            for (int i = 0; i < count; i++) {
                to[offset + i] = (byte) (--left & 0xFF);
            }
            return count == 0 && length > 0 ? -1 : count;
        }
    }

    @Test
    void storesHundredMegabytes() throws IOException {
        long size = 100L << 20;
        s3.putObject(
                r -> r.bucket(BUCKET).key("big"),
                RequestBody.fromContentProvider(() -> new Pattern(size), size, "x/y"));
        try (ResponseInputStream<GetObjectResponse> stream =
                        s3.getObject(r -> r.bucket(BUCKET).key("big"));
                Pattern expected = new Pattern(size)) {
            byte[] mine = new byte[1 << 20];
            for (long at = 0; at < size; at += mine.length) {
                assertThat(stream.readNBytes(mine, 0, mine.length)).isEqualTo(mine.length);
                assertThat(java.util.Arrays.equals(mine, expected.readNBytes(mine.length)))
                        .isTrue();
            }
            assertThat(stream.read()).isEqualTo(-1);
        }
    }

    @Test
    void rejectsBodyShorterThanContentLength() {
        RequestBody body = RequestBody.fromContentProvider(() -> new ByteArrayInputStream(new byte[3]), 5, "x/y");
        assertStatus(() -> s3.putObject(r -> r.bucket(BUCKET).key("k"), body), 400, "IncompleteBody");
    }

    @Test
    void namesUnsupportedParametersAndOperations() {
        assertThatThrownBy(() -> s3.putObject(r -> r.bucket(BUCKET).key("k").tagging("a=b"), RequestBody.empty()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Tagging of PutObject");
        assertThatThrownBy(() -> SupportedOperations.of(S3Client.class, s3, "S3")
                        .putBucketLifecycleConfiguration(r -> r.bucket(BUCKET)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("does not support PutBucketLifecycleConfiguration");
    }
}
