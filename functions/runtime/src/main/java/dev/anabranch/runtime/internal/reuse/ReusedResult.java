package dev.anabranch.runtime.internal.reuse;

import dev.anabranch.runtime.internal.record.StoredResult;
import dev.anabranch.runtime.internal.record.Telemetry;

/**
 * A result that an action reuses.
 *
 * @param result the result
 * @param telemetry what the action of the earlier run has reported; empty for a result of the cache
 */
public record ReusedResult(StoredResult result, Telemetry telemetry) {}
