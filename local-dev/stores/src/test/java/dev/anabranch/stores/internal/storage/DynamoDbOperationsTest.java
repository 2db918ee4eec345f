package dev.anabranch.stores.internal.storage;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

final class DynamoDbOperationsTest {

    /** A client without operations: the default methods of the SDK throw an exception without a message. */
    private static final class NoOperations implements DynamoDbClient {
        @Override
        public String serviceName() {
            return "dynamodb";
        }

        @Override
        public void close() {}
    }

    @Test
    void operationThatTheClientDoesNotSupportIsNamed() {
        DynamoDbOperations operations = new DynamoDbOperations(new NoOperations());

        assertThatThrownBy(() -> operations.call(
                        "ExecuteStatement",
                        JsonNodeFactory.instance.objectNode().put("Statement", "SELECT 1")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("The embedded DynamoDB does not support ExecuteStatement.");
    }
}
