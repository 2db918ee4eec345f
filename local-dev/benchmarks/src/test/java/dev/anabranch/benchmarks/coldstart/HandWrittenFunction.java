package dev.anabranch.benchmarks.coldstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anabranch.examples.squareall.Assignment;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A minimal hand-written function for the same work: JSON in and out, and a record that is first RUNNING, then
 * SUCCEEDED.
 */
public final class HandWrittenFunction implements RequestStreamHandler {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final DynamoDbClient client = DynamoDbClient.builder()
            .httpClient(UrlConnectionHttpClient.builder().build())
            .build();
    private final String table = String.valueOf(System.getenv("ANABRANCH_TABLE"));

    /** The input of this function. */
    public record Event(String id, Assignment input) {}

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Event event = JSON.readValue(input, Event.class);
        write(event.id(), "SET s = :state", Map.of(":state", text("RUNNING")));
        int result = event.input().number() * event.input().number();
        write(
                event.id(),
                "SET s = :state, r = :result",
                Map.of(":state", text("SUCCEEDED"), ":result", text(JSON.writeValueAsString(result))));
        JSON.writeValue(output, Map.of("result", result));
    }

    private void write(String id, String update, Map<String, AttributeValue> values) {
        client.updateItem(request -> request.tableName(table)
                .key(Map.of("pk", text(id), "sk", text("-")))
                .updateExpression(update)
                .expressionAttributeValues(values));
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }
}
