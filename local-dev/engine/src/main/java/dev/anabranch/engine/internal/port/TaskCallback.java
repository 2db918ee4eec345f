package dev.anabranch.engine.internal.port;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The callback of a Task state that waits for its task token. Thread-safe. The returned futures complete when the
 * journal has the message.
 */
public interface TaskCallback {

    /** Handles {@code SendTaskSuccess}. */
    CompletableFuture<Void> succeeded(JsonNode output);

    /** Handles {@code SendTaskFailure}. */
    CompletableFuture<Void> failed(@Nullable String error, @Nullable String cause);

    /** Handles {@code SendTaskHeartbeat}. */
    CompletableFuture<Void> heartbeat();
}
