package dev.anabranch.engine.execution;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** A Task state that waits for its token. Methods may be called by any thread. */
public interface TaskCallback {

    /** {@code SendTaskSuccess}. */
    void succeeded(JsonNode output);

    /** {@code SendTaskFailure}. */
    void failed(@Nullable String error, @Nullable String cause);

    /** {@code SendTaskHeartbeat}. */
    void heartbeat();
}
