package dev.anabranch.stores.internal.http.json;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request is refused. The type is the API's name of the error. */
public final class ApiException extends RuntimeException {

    private static final int BAD_REQUEST = 400;

    private final String type;
    private final int status;
    private final transient ObjectNode members;

    public ApiException(String type, String message) {
        this(type, BAD_REQUEST, message, ProtocolJson.object());
    }

    /** @param members what the error says beside its message */
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

    /** The error as the JSON protocol writes it. */
    public ObjectNode toJson() {
        return members.deepCopy().put("__type", type).put("message", getMessage());
    }
}
