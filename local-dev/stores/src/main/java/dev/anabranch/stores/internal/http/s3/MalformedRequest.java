package dev.anabranch.stores.internal.http.s3;

/** A request to S3 that cannot be read as one. The code is S3's name of the error. */
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
