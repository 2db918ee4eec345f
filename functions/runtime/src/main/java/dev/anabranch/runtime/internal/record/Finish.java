package dev.anabranch.runtime.internal.record;

import org.jspecify.annotations.Nullable;

/** The result of recording the end of an attempt. */
public sealed interface Finish {

    /** The end was recorded. */
    record Recorded() implements Finish {}

    /**
     * Nothing was written, because the action is finished or belongs to another attempt.
     *
     * @param current the current record; null if it has been deleted
     */
    record Refused(@Nullable ActionRecord current) implements Finish {}
}
