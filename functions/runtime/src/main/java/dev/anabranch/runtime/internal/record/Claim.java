package dev.anabranch.runtime.internal.record;

/** The result of claiming an action for an attempt. */
public sealed interface Claim {

    /**
     * The attempt may run; the record has it as the latest attempt.
     *
     * @param attempts the number of attempts that have begun, including this one
     */
    record Granted(int attempts) implements Claim {}

    /** Nothing was written: the action is finished, or a later attempt is running. */
    record Refused(ActionRecord current) implements Claim {}
}
