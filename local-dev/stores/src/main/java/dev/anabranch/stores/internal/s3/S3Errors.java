package dev.anabranch.stores.internal.s3;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Creates the exceptions that the SDK throws for errors of S3, with codes from
 * <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html">AWS's list</a>.
 */
final class S3Errors {

    private static final int NOT_FOUND = 404;

    private S3Errors() {}

    static NoSuchKeyException noSuchKey(String key) {
        return (NoSuchKeyException) fill(
                NoSuchKeyException.builder(), NOT_FOUND, "NoSuchKey", "The specified key does not exist. Key: " + key);
    }

    static NoSuchBucketException noSuchBucket(String bucket) {
        return (NoSuchBucketException) fill(
                NoSuchBucketException.builder(),
                NOT_FOUND,
                "NoSuchBucket",
                "The specified bucket does not exist. Bucket: " + bucket);
    }

    static NoSuchUploadException noSuchUpload(String uploadId) {
        return (NoSuchUploadException) fill(
                NoSuchUploadException.builder(),
                NOT_FOUND,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or"
                        + " completed. Upload: " + uploadId);
    }

    static S3Exception of(int status, String code, String message) {
        return (S3Exception) fill(S3Exception.builder(), status, code, message);
    }

    static AwsServiceException fill(AwsServiceException.Builder builder, int status, String code, String message) {
        return builder.message(message)
                .statusCode(status)
                .requestId("embedded")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .serviceName("S3")
                        .build())
                .build();
    }
}
