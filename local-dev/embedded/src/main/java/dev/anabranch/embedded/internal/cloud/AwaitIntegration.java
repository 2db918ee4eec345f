package dev.anabranch.embedded.internal.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.Integration;
import dev.anabranch.runtime.internal.wire.RecordField;
import dev.anabranch.runtime.internal.wire.RecordKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The integration that writes the records of waits for answers. It notifies an observer of each. */
final class AwaitIntegration implements Integration {

    private final Integration writes;
    private final AwaitObserver observer;

    AwaitIntegration(Integration writes, AwaitObserver observer) {
        this.writes = writes;
        this.observer = observer;
    }

    @Override
    public CompletionStage<JsonNode> call(JsonNode arguments, CallContext context) {
        CompletionStage<JsonNode> write = writes.call(arguments, context);
        if (!arguments.path("ExpressionAttributeValues").has(":token")) {
            return write;
        }
        JsonNode key = arguments.path("Key");
        String[] partition = key.path(RecordField.PARTITION).path("S").asText().split("#", -1);
        String sort = key.path(RecordField.SORT).path("S").asText();
        return write.thenApply(result -> {
            observer.awaits(partition[0], partition[1], path(partition[2], sort));
            return result;
        });
    }

    private static List<Long> path(String enclosing, String sort) {
        List<Long> path = new ArrayList<>();
        if (!sort.equals(RecordKey.SINGLE)) {
            if (!enclosing.isEmpty()) {
                Arrays.stream(enclosing.split("\\.", -1)).map(Long::valueOf).forEach(path::add);
            }
            path.add(Long.valueOf(sort));
        }
        return path;
    }
}
