package dev.anabranch.action;

import dev.anabranch.wire.Invocation;

/** A later attempt at the same action has begun or ended, so this one's work does not count. Never retried. */
public final class Superseded extends ActionFailure {
    private static final long serialVersionUID = 1L;

    Superseded(Invocation action, String reason) {
        super(action, Superseded.class.getName(), reason);
    }
}
