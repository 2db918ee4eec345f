package dev.anabranch.engine;

import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Returns the first response again if a call with the same ID is repeated, and counts the attempts of each call. */
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
            // The first attempt did not complete before the process was killed.
            known = functions.invoke(function, payload, context);
        }
        return known;
    }

    Map<String, Integer> attempts() {
        return Map.copyOf(attempts);
    }
}
