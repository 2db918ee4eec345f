package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Thrown if a request is rejected. {@code type} is the API's error type. */
public final class ApiException extends RuntimeException {

    private static final int BAD_REQUEST = 400;

    private final String type;
    private final int status;
    private final transient ObjectNode members;

    public ApiException(String type, String message) {
        this(type, BAD_REQUEST, message, ProtocolJson.object());
    }

    /** @param members the members of the error document besides its type and message */
    ApiException(String type, int status, String message, ObjectNode members) {
        super(message);
        this.type = type;
        this.status = status;
        this.members = members;
    }

    public static ApiException validation(String message) {
        return new ApiException("ValidationException", message);
    }

    public int status() {
        return status;
    }

    /** Returns the error document of the JSON protocol. */
    public ObjectNode toJson() {
        return members.deepCopy().put("__type", type).put("message", getMessage());
    }
}
