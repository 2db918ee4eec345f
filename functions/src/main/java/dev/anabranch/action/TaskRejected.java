package dev.anabranch.action;

import dev.anabranch.wire.Invocation;

/** Trying again cannot help: the task said so, or its input or output has no form that can be read or written. Never retried. */
public final class TaskRejected extends ActionFailure {
    private static final long serialVersionUID = 1L;

    TaskRejected(Invocation action, String error, String reason) {
        super(action, error, reason);
    }
}
