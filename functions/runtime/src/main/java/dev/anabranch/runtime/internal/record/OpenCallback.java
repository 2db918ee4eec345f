package dev.anabranch.runtime.internal.record;

import dev.anabranch.runtime.internal.wire.CallbackToken;
import java.time.Instant;

/**
 * A callback that an attempt opens.
 *
 * @param callback its task token
 * @param until when it times out
 */
public record OpenCallback(CallbackToken callback, Instant until) {}
