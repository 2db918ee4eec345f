package dev.anabranch.engine;

import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Functions that answer a call that is made again as they answered it before, and count how often it is made. */
final class IdempotentFunctions implements LambdaInvoker {

    private final LambdaInvoker functions;
    private final Map<String, CompletionStage<Answer>> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

    IdempotentFunctions(LambdaInvoker functions) {
        this.functions = functions;
    }

    @Override
    public CompletionStage<Answer> invoke(String function, byte[] payload, CallContext context) {
        attempts.merge(context.callId(), 1, Integer::sum);
        CompletionStage<Answer> known = answers.get(context.callId());
        if (known == null) {
            known = functions.invoke(function, payload, context);
            answers.put(context.callId(), known);
        } else if (!known.toCompletableFuture().isDone()) {
            // The time that the first one needed went with the process.
            known = functions.invoke(function, payload, context);
        }
        return known;
    }

    Map<String, Integer> attempts() {
        return Map.copyOf(attempts);
    }
}
