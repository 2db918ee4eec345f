package dev.anabranch.quotas.internal;

/**
 * The quotas of S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html.
 */
public final class S3Quotas {

    /** Keys in one DeleteObjects: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html. */
    public static final int BATCH_DELETES = 1_000;

    /** Parts of a multipart upload. */
    public static final int UPLOAD_PARTS = 10_000;

    private S3Quotas() {}
}
