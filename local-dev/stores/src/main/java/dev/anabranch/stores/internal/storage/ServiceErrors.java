package dev.anabranch.stores.internal.storage;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The names and causes that Step Functions gives to the errors of services. An error that the service's API model has no class for
 * has the name of the SDK's base class: the SDK for Java 2 in {@code aws-sdk} integrations, version 1 in optimized ones.
 *
 * @see <a href="https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html">Error names</a>
 */
final class ServiceErrors {

    private ServiceErrors() {}

    /** The error's name in an {@code aws-sdk} integration, without the service. */
    static String sdkName(AwsServiceException error) {
        Class<?> type = error.getClass();
        boolean unmodelled = type == S3Exception.class || type == DynamoDbException.class;
        return unmodelled ? type.getSimpleName() : suffixed(type.getSimpleName());
    }

    /** The error's name in the optimized DynamoDB integration, without the service. */
    static String optimizedDynamoDbName(DynamoDbException error) {
        return error.getClass() == DynamoDbException.class
                ? "AmazonDynamoDBException"
                : suffixed(error.getClass().getSimpleName());
    }

    /** The cause in the optimized DynamoDB integration: the service's message and what the SDK for Java 1 adds to it. */
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
