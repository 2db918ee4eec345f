package dev.anabranch.runtime.internal.record;

import org.jspecify.annotations.Nullable;

/** Whether the end of an attempt was recorded. */
public sealed interface Finish {

    /** The record now says so. */
    record Recorded() implements Finish {}

    /**
     * Nothing was written, because the action is no longer this attempt's.
     *
     * @param standing what the record says; null when there is none any more
     */
    record Refused(@Nullable ActionRecord standing) implements Finish {}
}
