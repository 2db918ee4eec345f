package dev.anabranch.stores.internal.http.s3;

/** Thrown if a request to S3 cannot be parsed. {@code code} is S3's error code. */
final class MalformedRequest extends RuntimeException {

    private final String code;

    MalformedRequest(String code, String message) {
        super(message);
        this.code = code;
    }

    String code() {
        return code;
    }
}
