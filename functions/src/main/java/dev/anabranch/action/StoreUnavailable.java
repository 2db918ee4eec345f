package dev.anabranch.action;

import dev.anabranch.wire.Invocation;

/** A store did not answer, after its client had tried again: always retried by the state machine. */
public final class StoreUnavailable extends ActionFailure {
    private static final long serialVersionUID = 1L;

    StoreUnavailable(Invocation action, String reason) {
        super(action, StoreUnavailable.class.getName(), reason);
    }
}
