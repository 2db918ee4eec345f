package dev.anabranch.runtime.internal.record;

/** Whether an attempt may run. */
public sealed interface Claim {

    /**
     * The record now says that this attempt runs.
     *
     * @param attempts how many attempts have begun, this one included
     */
    record Granted(int attempts) implements Claim {}

    /** Nothing was written: the record says that there is nothing to run, or that a later attempt does. */
    record Refused(ActionRecord standing) implements Claim {}
}
