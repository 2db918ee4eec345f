package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.storage.Storage;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Sends requests to S3 that the SDK for Java does not send, such as uploads to presigned URLs of other SDKs. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class S3RequestsTest {

    private static final String SIGNATURE = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Content-Sha256=UNSIGNED-PAYLOAD"
            + "&X-Amz-Credential=test%2F20260504%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20260504T030201Z"
            + "&X-Amz-Expires=300&X-Amz-SignedHeaders=host&X-Amz-Signature=0f&x-id=PutObject";

    private final Storage storage = Storage.inMemory();
    private final EmbeddedS3 s3 = new EmbeddedS3(storage, InstantSource.system());
    private final CloudEndpoint endpoint = CloudEndpoint.builder().s3(s3).start();

    @BeforeEach
    void create() {
        s3.createBucket(builder -> builder.bucket("data"));
    }

    @AfterEach
    void stop() {
        endpoint.close();
        storage.close();
    }

    private HttpResponse<String> send(String method, String address, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.uri().resolve(address))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return TestCloud.http().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void put(Map<String, String> metadata) {
        s3.putObject(
                builder -> builder.bucket("data").key("key").metadata(metadata), RequestBody.fromString("content"));
    }

    /** Deletes the object. A reader that is still open would keep its bytes. */
    private void assertNoReaderIsOpen() {
        s3.deleteObject(builder -> builder.bucket("data").key("key"));
        assertThat(storage.<Boolean>read(
                        () -> storage.maps().openMap("s3/chunks").isEmpty()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%0D%0Ab", "a%0Ab", "a%0Db", "a%00b", "%C4%8A"})
    void refusesOverridesThatAreNoHeaders(String value) throws IOException, InterruptedException {
        put(Map.of());
        String address = "/data/key?response-content-type=" + value;
        HttpResponse<String> response = send("GET", address, "");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>InvalidArgument</Code>", "response-content-type");
        assertThat(send("HEAD", address, "").statusCode()).isEqualTo(400);
        assertNoReaderIsOpen();
    }

    @Test
    void answersIfMetadataCannotBeSent() throws IOException, InterruptedException {
        put(Map.of("note", "two\nlines"));
        HttpResponse<String> response = send("GET", "/data/key", "");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).contains("without line breaks in its metadata");
        assertThat(send("HEAD", "/data/key", "").statusCode()).isEqualTo(500);
        assertNoReaderIsOpen();
    }

    @Test
    void closesSourceOfPartThatIsNotCopied() throws IOException, InterruptedException {
        put(Map.of());
        for (String part : new String[] {"1", "many"}) {
            int status = send(
                            "PUT", "/data/copy?uploadId=none&partNumber=" + part, "", "x-amz-copy-source", "/data/key")
                    .statusCode();
            assertThat(status).isEqualTo(part.equals("1") ? 404 : 400);
        }
        assertNoReaderIsOpen();
    }

    @Test
    void storesMetadataOfPresignedUrl() throws IOException, InterruptedException {
        String address = "/data/key?x-amz-meta-made-by=a%20test&x-amz-acl=private&" + SIGNATURE;
        assertThat(send("PUT", address, "content").statusCode()).isEqualTo(200);
        HeadObjectResponse head =
                s3.headObject(builder -> builder.bucket("data").key("key"));
        assertThat(head.metadata()).isEqualTo(Map.of("made-by", "a test"));
        assertThat(head.contentLength()).isEqualTo(7);
    }

    @Test
    void copiesWithSourceOfPresignedUrl() throws IOException, InterruptedException {
        put(Map.of());
        assertThat(send("PUT", "/data/copy?x-amz-copy-source=data%2Fkey&" + SIGNATURE, "")
                        .body())
                .contains("CopyObjectResult");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-amz-tagging=a%3Db", "X-Amz-Acl=public-read", "x-amz-storage-class=GLACIER"})
    void refusesUnsupportedHeadersOfPresignedUrl(String parameter) throws IOException, InterruptedException {
        HttpResponse<String> response = send("PUT", "/data/key?" + parameter + "&" + SIGNATURE, "content");
        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(response.body()).contains("<Code>NotImplemented</Code>");
        assertThat(send("GET", "/data/key", "").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-amz-meta-a=b%0D%0Ac", "x-amz-meta-a%0Ab=c"})
    void refusesParametersOfPresignedUrlThatAreNoHeaders(String parameter) throws IOException, InterruptedException {
        HttpResponse<String> response = send("PUT", "/data/key?" + parameter + "&" + SIGNATURE, "content");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("<Code>InvalidArgument</Code>");
    }

    @Test
    void headerDoesNotHideParameterOfPresignedUrl() throws IOException, InterruptedException {
        assertThat(send("PUT", "/data/key?x-amz-acl=public-read&" + SIGNATURE, "content", "x-amz-acl", "private")
                        .statusCode())
                .isEqualTo(501);
    }

    @Test
    void ignoresChecksumOfPresignedUrl() throws IOException, InterruptedException {
        // As the SDK for JavaScript does: the checksum is that of an empty body.
        String checksum = "x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32&";
        assertThat(send("PUT", "/data/key?" + checksum + SIGNATURE, "content").statusCode())
                .isEqualTo(200);
    }
}
