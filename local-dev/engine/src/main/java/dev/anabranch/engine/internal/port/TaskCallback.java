package dev.anabranch.engine.internal.port;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A Task state that waits for its token. Methods may be called by any thread; what they answer with completes when the message is kept. */
public interface TaskCallback {

    /** {@code SendTaskSuccess}. */
    CompletableFuture<Void> succeeded(JsonNode output);

    /** {@code SendTaskFailure}. */
    CompletableFuture<Void> failed(@Nullable String error, @Nullable String cause);

    /** {@code SendTaskHeartbeat}. */
    CompletableFuture<Void> heartbeat();
}
