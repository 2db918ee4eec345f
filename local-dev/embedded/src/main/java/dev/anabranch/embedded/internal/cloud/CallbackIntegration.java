package dev.anabranch.embedded.internal.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.Integration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The integration that invokes functions. It notifies an observer of each callback that a function has opened. */
final class CallbackIntegration implements Integration {

    private static final Pattern DOT = Pattern.compile("\\.");

    private final Integration invocations;
    private final AwaitObserver observer;

    CallbackIntegration(Integration invocations, AwaitObserver observer) {
        this.invocations = invocations;
        this.observer = observer;
    }

    @Override
    public CompletionStage<JsonNode> call(JsonNode arguments, CallContext context) {
        CompletionStage<JsonNode> invocation = invocations.call(arguments, context);
        JsonNode payload = arguments.path("Payload");
        if (!payload.has("callback")) {
            return invocation;
        }
        String path = payload.path("path").asText();
        List<Long> indexes = path.isEmpty()
                ? List.of()
                : DOT.splitAsStream(path).map(Long::valueOf).toList();
        return invocation.thenApply(result -> {
            observer.awaits(
                    payload.path("run").path("id").asText(),
                    payload.path("node").asText(),
                    indexes);
            return result;
        });
    }
}
