package dev.anabranch.stores.internal.http.s3;

import com.sun.net.httpserver.HttpExchange;
import dev.anabranch.stores.internal.http.server.HttpAnswers;
import dev.anabranch.stores.internal.http.server.PendingRequests;
import dev.anabranch.stores.internal.http.server.RefusedRequest;
import dev.anabranch.stores.internal.http.server.RequestGuard;
import dev.anabranch.stores.internal.http.server.UnreadableBody;
import java.io.IOException;
import java.util.TreeMap;
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
        S3Answer answer;
        try {
            answer = answer(S3Request.of(exchange));
        } catch (MalformedRequest e) {
            answer = error(BAD_REQUEST, e.code(), String.valueOf(e.getMessage()));
        } catch (UnreadableBody e) {
            answer = error(BAD_REQUEST, "IncompleteBody", String.valueOf(e.getMessage()));
        } catch (S3Exception e) {
            AwsErrorDetails details = e.awsErrorDetails();
            String code = details == null ? "InternalError" : details.errorCode();
            String message = details == null ? e.getMessage() : details.errorMessage();
            answer = error(e.statusCode(), code, String.valueOf(message));
        } catch (UnsupportedOperationException e) {
            answer = error(NOT_IMPLEMENTED, "NotImplemented", String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            answer = slowDown(
                    "The heap is too small for the request. Send fewer requests in parallel, or give the JVM more"
                            + " memory.");
        } catch (RuntimeException | StackOverflowError e) {
            // If the handler throws, the server sends no response and the client waits forever.
            answer = error(
                    SERVER_ERROR, "InternalError", exchange.getRequestMethod() + " failed in the embedded cloud: " + e);
        }
        if (pending.end(exchange)) {
            HttpAnswers.drop(exchange);
            send(exchange, answer);
        } else {
            answer.body().close();
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
        new TreeMap<>(answer.headers())
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        HttpAnswers.answer(exchange, answer.status(), answer.body(), answer.length());
    }

    /** Returns the exception for an unsupported request. */
    static UnsupportedOperationException unsupported(S3Request request) {
        return new UnsupportedOperationException("The embedded S3 does not support " + request.method() + " of "
                + (request.key().isEmpty() ? "a bucket" : "an object") + " with the parameters "
                + request.query().keySet());
    }
}
