package dev.anabranch.action;

import dev.anabranch.wire.Invocation;

/** The run was cancelled. Never retried. */
public final class Aborted extends ActionFailure {
    private static final long serialVersionUID = 1L;

    Aborted(Invocation action, String reason) {
        super(action, Aborted.class.getName(), reason);
    }
}
