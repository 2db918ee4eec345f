package dev.anabranch.cloud.dynamodb;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** The errors of DynamoDB, as the SDK would throw them. */
final class Refusal {

    private static final int BAD_REQUEST = 400;

    private Refusal() {}

    /** A ValidationException, which the SDK has no class for: a DynamoDbException with that error code. */
    static DynamoDbException validation(String message) {
        return (DynamoDbException) fill(DynamoDbException.builder(), "ValidationException", message);
    }

    static ResourceNotFoundException notFound(String message) {
        return (ResourceNotFoundException)
                fill(ResourceNotFoundException.builder(), "ResourceNotFoundException", message);
    }

    static AwsServiceException fill(AwsServiceException.Builder builder, String code, String message) {
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
