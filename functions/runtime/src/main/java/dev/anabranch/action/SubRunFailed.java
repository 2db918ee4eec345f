package dev.anabranch.action;

import dev.anabranch.task.PermanentFailure;

/** A run that a node had started did not succeed. The message names the run, the failed node and its error. */
public final class SubRunFailed extends PermanentFailure {
    private static final long serialVersionUID = 1L;

    public SubRunFailed(String message) {
        super(message);
    }
}
