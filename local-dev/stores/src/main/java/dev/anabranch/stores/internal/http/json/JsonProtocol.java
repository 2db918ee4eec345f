package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.anabranch.stores.internal.http.server.HttpAnswers;
import dev.anabranch.stores.internal.http.server.PendingRequests;
import dev.anabranch.stores.internal.http.server.RefusedRequest;
import dev.anabranch.stores.internal.http.server.RequestGuard;
import dev.anabranch.stores.internal.http.server.UnreadableBody;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Implements the AWS JSON protocol, version 1.0. The operation is in the header {@code X-Amz-Target}. Responses and
 * errors are JSON; the type of an error is in the member {@code __type}. Signatures are not verified; see
 * {@link RequestGuard} for the token.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html">AWS JSON 1.0</a>
 */
public final class JsonProtocol {

    public static final String TARGET = "X-Amz-Target";

    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final int OK = 200;
    private static final int FORBIDDEN = 403;
    private static final int TOO_LARGE = 413;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    /**
     * The maximum size of a request in bytes: 16 MB, the limit of DynamoDB's BatchWriteItem, which has the largest
     * requests.
     */
    private static final int LARGEST_REQUEST = 16 * 1024 * 1024;

    private final Map<String, JsonService> services;

    /** @param services the services by the prefix of their targets, the text before the dot */
    public JsonProtocol(Map<String, JsonService> services) {
        this.services = services;
    }

    /**
     * Handles a request.
     *
     * @param target the service and operation from the header; null if the header is missing
     */
    public void handle(HttpExchange exchange, @Nullable String target, PendingRequests pending) throws IOException {
        if (!pending.begin(exchange, reason -> send(exchange, unavailable(reason)))) {
            return;
        }
        int status = OK;
        byte[] response;
        try {
            byte[] body = HttpAnswers.body(exchange, LARGEST_REQUEST);
            response = ProtocolJson.bytes(call(exchange.getRequestMethod(), target, body));
        } catch (ApiException e) {
            status = e.status();
            response = ProtocolJson.bytes(e.toJson());
        } catch (UnreadableBody e) {
            ApiException refusal = new ApiException("SerializationException", String.valueOf(e.getMessage()));
            status = refusal.status();
            response = ProtocolJson.bytes(refusal.toJson());
        } catch (OutOfMemoryError e) {
            ApiException refusal = unavailable("The heap is too small for the request. Send fewer or smaller requests"
                    + " in parallel, or give the JVM more memory.");
            status = refusal.status();
            response = ProtocolJson.bytes(refusal.toJson());
        } catch (RuntimeException | StackOverflowError e) {
            // If the handler throws, the server sends no response and the client waits forever.
            status = SERVER_ERROR;
            response = ProtocolJson.bytes(new ApiException(
                            "InternalServerError",
                            SERVER_ERROR,
                            target + " failed in the embedded cloud: " + e,
                            ProtocolJson.object())
                    .toJson());
        }
        if (pending.end(exchange)) {
            HttpAnswers.answer(exchange, status, CONTENT_TYPE, response);
        }
    }

    /** SDKs retry a request after status 503. */
    private static ApiException unavailable(String reason) {
        return new ApiException("ServiceUnavailable", UNAVAILABLE, reason, ProtocolJson.object());
    }

    private static void send(HttpExchange exchange, ApiException refusal) throws IOException {
        HttpAnswers.answer(exchange, refusal.status(), CONTENT_TYPE, ProtocolJson.bytes(refusal.toJson()));
    }

    /** Responds to a request that {@link RequestGuard} rejected. */
    public static void refuse(HttpExchange exchange, RefusedRequest refused) throws IOException {
        HttpAnswers.drop(exchange);
        send(
                exchange,
                switch (refused.reason()) {
                    case UNAUTHORIZED ->
                        new ApiException(
                                "UnrecognizedClientException", FORBIDDEN, refused.detail(), ProtocolJson.object());
                    case FORBIDDEN ->
                        new ApiException("AccessDeniedException", FORBIDDEN, refused.detail(), ProtocolJson.object());
                    case TOO_LONG -> new ApiException("SerializationException", refused.detail());
                });
    }

    private ObjectNode call(String method, @Nullable String target, byte[] body) {
        if (target == null || !method.equals("POST")) {
            throw new ApiException(
                    "UnknownOperationException",
                    "Operations require POST with their name in the header " + TARGET + ", but this request was "
                            + method
                            + (target == null ? " without it" : " of " + target) + ". Supported services: "
                            + new TreeSet<>(services.keySet()));
        } else if (body.length > LARGEST_REQUEST) {
            throw new ApiException(
                    "RequestEntityTooLargeException",
                    TOO_LARGE,
                    "The request has more than " + LARGEST_REQUEST + " bytes. Store large data in S3.",
                    ProtocolJson.object());
        }
        return call(target, ProtocolJson.parse(body));
    }

    private ObjectNode call(String target, ObjectNode body) {
        int dot = target.indexOf('.');
        JsonService service = services.get(dot < 0 ? target : target.substring(0, dot));
        if (service == null) {
            throw new ApiException(
                    "UnknownOperationException",
                    "No service has the target " + target + ". Supported services: " + services.keySet());
        }
        return service.call(target.substring(dot + 1), new JsonRequest(body));
    }
}
