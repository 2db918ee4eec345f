package dev.anabranch.stores.internal.storage;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The error names and causes of Step Functions for errors of services. An error without a class in the service's API
 * model has the name of the SDK's base class: SDK for Java 2 in {@code aws-sdk} integrations, version 1 in optimized
 * ones.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error names</a>
 */
final class ServiceErrors {

    private ServiceErrors() {}

    /** Returns the error name in an {@code aws-sdk} integration, without the prefix of the service. */
    static String sdkName(AwsServiceException error) {
        Class<?> type = error.getClass();
        boolean unmodelled = type == S3Exception.class || type == DynamoDbException.class;
        return unmodelled ? type.getSimpleName() : suffixed(type.getSimpleName());
    }

    /** Returns the error name in the optimized DynamoDB integration, without the prefix of the service. */
    static String optimizedDynamoDbName(DynamoDbException error) {
        return error.getClass() == DynamoDbException.class
                ? "AmazonDynamoDBException"
                : suffixed(error.getClass().getSimpleName());
    }

    /**
     * Returns the cause in the optimized DynamoDB integration: the message of the service with the suffix of the SDK
     * for Java 1.
     */
    static String optimizedDynamoDbCause(DynamoDbException error) {
        AwsErrorDetails details = error.awsErrorDetails();
        String code = details == null ? error.getClass().getSimpleName() : details.errorCode();
        String message = details == null ? error.getMessage() : details.errorMessage();
        String request = error.requestId() == null ? "embedded" : error.requestId();
        return message + " (Service: AmazonDynamoDBv2; Status Code: " + error.statusCode() + "; Error Code: " + code
                + "; Request ID: " + request + "; Proxy: null)";
    }

    private static String suffixed(String name) {
        return name.endsWith("Exception") ? name : name + "Exception";
    }
}
