package dev.anabranch.endpoint;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * S3 with path-style addresses: buckets, objects, listings, copies and multipart uploads. Signatures are not checked.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">API reference</a>
 */
final class S3Api {

    private static final int NOT_IMPLEMENTED = 501;
    private static final int SERVER_ERROR = 500;

    private final S3Buckets buckets;
    private final S3Objects objects;
    private final S3Uploads uploads;

    S3Api(S3Client client) {
        this.buckets = new S3Buckets(client);
        this.objects = new S3Objects(client);
        this.uploads = new S3Uploads(client);
    }

    void handle(HttpExchange exchange) throws IOException {
        S3Request request = S3Request.of(exchange);
        try {
            send(exchange, answer(request));
        } catch (S3Exception e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null ? "InternalError" : details.errorCode();
            String message = details == null ? e.getMessage() : details.errorMessage();
            send(exchange, error(e.statusCode(), code, String.valueOf(message)));
        } catch (UnsupportedOperationException e) {
            send(exchange, error(NOT_IMPLEMENTED, "NotImplemented", String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            send(
                    exchange,
                    error(SERVER_ERROR, "InternalError", request.method() + " failed in the embedded cloud: " + e));
        }
    }

    private S3Answer answer(S3Request request) {
        if (request.key().isEmpty()) {
            return buckets.answer(request);
        } else if (request.has("uploads") || request.has("uploadId")) {
            return uploads.answer(request);
        }
        return objects.answer(request);
    }

    private static S3Answer error(int status, String code, String message) {
        return S3Answer.xml(status, new S3Xml("Error").text("Code", code).text("Message", message));
    }

    private static void send(HttpExchange exchange, S3Answer answer) throws IOException {
        new TreeMap<>(answer.headers())
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        boolean head = exchange.getRequestMethod().equals("HEAD");
        Exchanges.answer(
                exchange, answer.status(), head ? new byte[0] : answer.body().asByteArrayUnsafe());
    }

    /** The refusal of a request that nothing here answers. */
    static UnsupportedOperationException unsupported(S3Request request) {
        return new UnsupportedOperationException("The embedded S3 does not support " + request.method() + " of "
                + (request.key().isEmpty() ? "a bucket" : "an object") + " with the parameters "
                + request.query().keySet());
    }
}
