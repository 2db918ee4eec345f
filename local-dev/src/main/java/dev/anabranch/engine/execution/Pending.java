package dev.anabranch.engine.execution;

import dev.anabranch.engine.time.EngineClock;
import org.jspecify.annotations.Nullable;

/** Something that an execution waits for. Settled once, by what it waits for or by being cancelled; only the execution does. */
class Pending {

    private boolean settled;
    private EngineClock.@Nullable Timer timer;

    final void timer(EngineClock.Timer running) {
        timer = running;
    }

    /** Whether this is what settles it. */
    final boolean settle() {
        boolean first = !settled;
        settled = true;
        return first;
    }

    final void cancel() {
        if (settle()) {
            if (timer != null) {
                timer.cancel();
            }
            cancelled();
        }
    }

    /** Nobody waits any more. */
    void cancelled() {}
}
