package dev.anabranch.runs.internal.lifecycle;

import dev.anabranch.runs.internal.action.RunAction;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The actions that were running when a run was ended, as a sentence. If none was, because the state machine waited
 * between two actions, the one that began last.
 */
final class RunningActions {

    private static final int NAMED = 3;

    private final List<String> running = new ArrayList<>();
    private long more;
    private @Nullable RunAction latest;

    void add(RunAction action) {
        if (action.record().status() == ActionStatus.RUNNING) {
            if (running.size() < NAMED) {
                running.add(name(action));
            } else {
                more++;
            }
        } else if (action.record().began() != null
                && (latest == null || !began(action).isBefore(began(latest)))) {
            latest = action;
        }
    }

    private static Instant began(RunAction action) {
        Instant began = action.record().began();
        return began == null ? Instant.MIN : began;
    }

    private static String name(RunAction action) {
        return "`" + action.node() + "`" + (action.path().isEmpty() ? "" : "[" + action.path() + "]");
    }

    @Override
    public String toString() {
        if (running.isEmpty()) {
            return latest == null
                    ? "No action had begun."
                    : "No action was running; the last one that began was " + name(latest) + ".";
        }
        if (more > 0) {
            return String.join(", ", running) + " and " + more + (more == 1 ? " other action" : " other actions")
                    + " were running.";
        }
        int last = running.size() - 1;
        return last == 0
                ? running.get(0) + " was running."
                : String.join(", ", running.subList(0, last)) + " and " + running.get(last) + " were running.";
    }
}
