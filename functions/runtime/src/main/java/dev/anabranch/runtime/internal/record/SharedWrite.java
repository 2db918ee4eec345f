package dev.anabranch.runtime.internal.record;

import org.jspecify.annotations.Nullable;

/** The result of writing a shared record. */
public sealed interface SharedWrite {

    /** The record was written. */
    record Written(SharedRecord record) implements SharedWrite {}

    /**
     * Nothing was written, because the record has changed or belongs to another attempt.
     *
     * @param current the current record; null if it has been deleted
     */
    record Refused(@Nullable SharedRecord current) implements SharedWrite {}
}
