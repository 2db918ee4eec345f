package dev.anabranch.runtime.internal.record;

import org.jspecify.annotations.Nullable;

/** Whether a shared record was written. */
public sealed interface SharedWrite {

    /** It now is this. */
    record Written(SharedRecord record) implements SharedWrite {}

    /**
     * Nothing was written: it has changed, or is no longer this attempt's.
     *
     * @param standing what stands there; null when there is none any more
     */
    record Refused(@Nullable SharedRecord standing) implements SharedWrite {}
}
