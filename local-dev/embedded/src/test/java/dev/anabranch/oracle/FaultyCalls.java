package dev.anabranch.oracle;

import dev.anabranch.engine.integration.CallContext;
import dev.anabranch.engine.integration.LambdaInvoker;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32;

/** Random faults of calls of functions. They affect only first attempts, so that retries succeed. */
final class FaultyCalls implements LambdaInvoker {

    private final LambdaInvoker functions;
    private final long seed;

    FaultyCalls(LambdaInvoker functions, long seed) {
        this.functions = functions;
        this.seed = seed;
    }

    @Override
    public CompletionStage<Answer> invoke(String function, byte[] payload, CallContext context) {
        if (context.retryCount() > 0) {
            return functions.invoke(function, payload, context);
        }
        CRC32 sum = new CRC32();
        sum.update(payload);
        return switch (new SplittableRandom(seed ^ sum.getValue()).nextInt(12)) {
            case 0 -> CompletableFuture.failedFuture(LambdaException.throttled());
            case 1 -> CompletableFuture.failedFuture(fault());
            case 2 -> lostAnswer(function, payload, context);
            case 3 -> deliveredTwice(function, payload, context);
            case 4 ->
                context.after(Duration.ofSeconds(7)).thenCompose(late -> functions.invoke(function, payload, context));
            default -> functions.invoke(function, payload, context);
        };
    }

    private CompletionStage<Answer> lostAnswer(String function, byte[] payload, CallContext context) {
        return functions.invoke(function, payload, context).thenApply(answer -> {
            throw fault();
        });
    }

    private CompletionStage<Answer> deliveredTwice(String function, byte[] payload, CallContext context) {
        return functions
                .invoke(function, payload, context)
                .handle((answer, thrown) -> functions.invoke(function, payload, context))
                .thenCompose(second -> second);
    }

    private static LambdaException fault() {
        return new LambdaException("Lambda.ServiceException", "Internal failure.");
    }
}
