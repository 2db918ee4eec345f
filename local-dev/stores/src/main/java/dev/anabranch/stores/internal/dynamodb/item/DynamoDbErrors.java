package dev.anabranch.stores.internal.dynamodb.item;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Creates the exceptions that the SDK throws for errors of DynamoDB. */
public final class DynamoDbErrors {

    private static final int BAD_REQUEST = 400;

    private DynamoDbErrors() {}

    /** Returns a DynamoDbException with the error code ValidationException, for which the SDK has no class. */
    public static DynamoDbException validation(String message) {
        return (DynamoDbException) fill(DynamoDbException.builder(), "ValidationException", message);
    }

    public static ResourceNotFoundException notFound(String message) {
        return (ResourceNotFoundException)
                fill(ResourceNotFoundException.builder(), "ResourceNotFoundException", message);
    }

    public static AwsServiceException fill(AwsServiceException.Builder builder, String code, String message) {
        return builder.message(message)
                .statusCode(BAD_REQUEST)
                .requestId("embedded")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .serviceName("DynamoDb")
                        .build())
                .build();
    }
}
