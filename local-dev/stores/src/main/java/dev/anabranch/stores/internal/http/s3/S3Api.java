package dev.anabranch.stores.internal.http.s3;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.anabranch.stores.internal.http.server.HttpAnswers;
import dev.anabranch.stores.internal.http.server.PendingRequests;
import dev.anabranch.stores.internal.http.server.RefusedRequest;
import dev.anabranch.stores.internal.http.server.RequestGuard;
import dev.anabranch.stores.internal.http.server.UnreadableBody;
import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The REST API of S3: buckets, objects, listings, copies and multipart uploads. Signatures are not verified; see
 * {@link RequestGuard} for the token.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html">API
 *     reference</a>
 */
public final class S3Api {

    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    /** The maximum size of one PUT to S3: 5 GiB. */
    private static final long LARGEST_BODY = 5L << 30;

    private final S3Buckets buckets;
    private final S3Objects objects;
    private final S3Uploads uploads;

    public S3Api(S3Client client) {
        this.buckets = new S3Buckets(client);
        this.objects = new S3Objects(client);
        this.uploads = new S3Uploads(client);
    }

    /** Handles a request. */
    public void handle(HttpExchange exchange, PendingRequests pending) throws IOException {
        if (!pending.begin(exchange, reason -> send(exchange, slowDown(reason)))) {
            return;
        }
        try (S3Answer answer = answer(exchange)) {
            if (pending.end(exchange)) {
                HttpAnswers.drop(exchange);
                send(exchange, answer);
            }
        }
    }

    private S3Answer answer(HttpExchange exchange) {
        try {
            return answer(S3Request.of(exchange));
        } catch (MalformedRequest e) {
            return error(BAD_REQUEST, e.code(), String.valueOf(e.getMessage()));
        } catch (UnreadableBody e) {
            return error(BAD_REQUEST, "IncompleteBody", String.valueOf(e.getMessage()));
        } catch (S3Exception e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null ? "InternalError" : details.errorCode();
            String message = details == null ? e.getMessage() : details.errorMessage();
            return error(e.statusCode(), code, String.valueOf(message));
        } catch (UnsupportedOperationException e) {
            return error(NOT_IMPLEMENTED, "NotImplemented", String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            return slowDown(
                    "The heap is too small for the request. Send fewer requests in parallel, or give the JVM more"
                            + " memory.");
        } catch (RuntimeException | StackOverflowError e) {
            // If the handler throws, the server sends no response and the client waits forever.
            return error(
                    SERVER_ERROR, "InternalError", exchange.getRequestMethod() + " failed in the embedded cloud: " + e);
        }
    }

    /** Responds to a request that {@link RequestGuard} rejected. */
    public static void refuse(HttpExchange exchange, RefusedRequest refused) throws IOException {
        HttpAnswers.drop(exchange);
        send(
                exchange,
                switch (refused.reason()) {
                    case UNAUTHORIZED -> error(FORBIDDEN, "InvalidAccessKeyId", refused.detail());
                    case FORBIDDEN -> error(FORBIDDEN, "AccessDenied", refused.detail());
                    case TOO_LONG -> error(BAD_REQUEST, "RequestHeaderSectionTooLarge", refused.detail());
                });
    }

    /** Returns the response with which SDKs retry the request. */
    private static S3Answer slowDown(String reason) {
        return error(UNAVAILABLE, "SlowDown", reason);
    }

    private S3Answer answer(S3Request request) {
        if (request.length() != null && request.length() > LARGEST_BODY) {
            throw new MalformedRequest(
                    "EntityTooLarge",
                    "Your proposed upload exceeds the maximum allowed size of " + LARGEST_BODY + " bytes");
        }
        UnsupportedHeaders.check(request);
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
        Headers headers = new Headers();
        try {
            answer.headers().forEach(headers::set);
        } catch (IllegalArgumentException e) {
            // A client in this process can store metadata with line breaks, which no header can contain.
            send(
                    exchange,
                    error(
                            SERVER_ERROR,
                            "InternalError",
                            "The metadata of the object cannot be sent as headers: " + e.getMessage()
                                    + ". Store the object again, without line breaks in its metadata."));
            return;
        }
        exchange.getResponseHeaders().putAll(headers);
        HttpAnswers.answer(exchange, answer.status(), answer.body(), answer.length());
    }

    /** Returns the exception for an unsupported request. */
    static UnsupportedOperationException unsupported(S3Request request) {
        return new UnsupportedOperationException("The embedded S3 does not support " + request.method() + " of "
                + (request.key().isEmpty() ? "a bucket" : "an object") + " with the parameters "
                + request.query().keySet());
    }
}
