package dev.anabranch.action;

import dev.anabranch.wire.Invocation;

/** The task threw an exception: tried again as often as the retry policy of the call says. */
public final class TaskFailed extends ActionFailure {
    private static final long serialVersionUID = 1L;

    TaskFailed(Invocation action, String error, String reason) {
        super(action, error, reason);
    }
}
