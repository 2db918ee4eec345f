package dev.anabranch.endpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;

/**
 * The AWS JSON protocol, version 1.0: the operation is in the header {@code X-Amz-Target}, the answer is JSON, and so is an
 * error, whose type is the member {@code __type}. Signatures are not checked.
 *
 * @see <a href="https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html">AWS JSON 1.0</a>
 */
final class JsonProtocol {

    static final String TARGET = "X-Amz-Target";

    private static final String CONTENT_TYPE = "application/x-amz-json-1.0";
    private static final int OK = 200;
    private static final int SERVER_ERROR = 500;

    private final Map<String, JsonService> services;

    /** @param services by what stands before the dot in the target */
    JsonProtocol(Map<String, JsonService> services) {
        this.services = services;
    }

    void handle(HttpExchange exchange, String target) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        try {
            Exchanges.answer(exchange, OK, CONTENT_TYPE, Json.bytes(call(target, Json.parse(body))));
        } catch (ApiException e) {
            Exchanges.answer(exchange, e.status(), CONTENT_TYPE, Json.bytes(e.toJson()));
        } catch (RuntimeException e) {
            String text = target + " failed in the embedded cloud: " + e;
            Exchanges.answer(
                    exchange,
                    SERVER_ERROR,
                    CONTENT_TYPE,
                    Json.bytes(new ApiException("InternalServerError", text).toJson()));
        }
    }

    private ObjectNode call(String target, ObjectNode body) {
        int dot = target.indexOf('.');
        JsonService service = services.get(dot < 0 ? target : target.substring(0, dot));
        if (service == null) {
            throw new ApiException(
                    "UnknownOperationException",
                    "Nothing here answers to " + target + ". There are: " + services.keySet());
        }
        return service.call(target.substring(dot + 1), new Request(body));
    }
}
