package dev.anabranch.cli.internal.output;

import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.client.internal.ClientAction;
import dev.anabranch.runtime.internal.wire.ActionStatus;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Prints actions as aligned lines: name, status, duration of the latest attempt, attempts, the run that it has started,
 * progress, metrics, error, and whether the plan added it. A run can have millions of actions, so the widths are those of the actions read so far.
 */
public final class ActionLines {

    /** The number of actions that are read before the first one is printed. */
    private static final int SAMPLE = 1_000;

    /** Marks what the plan added in tables. */
    public static final String ADDED = "step of Anabranch";

    private final PrintStream out;
    private final Set<String> added;
    private final List<ClientAction> pending = new ArrayList<>();
    private int nameWidth;
    private int statusWidth;
    private int durationWidth;

    /** @param added the names of the nodes that the plan added, whose actions are marked */
    public ActionLines(PrintStream out, Set<String> added) {
        this.out = out;
        this.added = Set.copyOf(added);
    }

    public void add(ClientAction action) {
        pending.add(action);
        nameWidth = Math.max(nameWidth, action.name().length());
        statusWidth = Math.max(statusWidth, status(action).name().length());
        durationWidth = Math.max(durationWidth, duration(action).length());
        if (pending.size() >= SAMPLE) {
            flush();
        }
    }

    /** Prints the actions that have not been printed. */
    public void flush() {
        pending.forEach(action -> out.println(line(action)));
        pending.clear();
    }

    private String line(ClientAction action) {
        String attempts = action.awaitsRetry()
                ? "  waiting for retry after attempt " + action.attempts()
                : action.attempts() > 1 ? "  " + action.attempts() + " attempts" : "";
        String run = action.run().map(started -> "  run " + started).orElse("");
        String error = action.error()
                .map(failure -> "  " + SafeText.of(failure.name() + ": " + failure.message()))
                .orElse("");
        String mark = added.contains(action.node()) ? "  " + ADDED : "";
        String format = "%-" + nameWidth + "s  %-" + statusWidth + "s  %" + Math.max(1, durationWidth) + "s%s%s%s%s%s";
        return String.format(
                        Locale.ROOT,
                        format,
                        action.name(),
                        status(action),
                        duration(action),
                        attempts,
                        mark,
                        run,
                        TelemetryText.end(action),
                        error)
                .stripTrailing();
    }

    /** Returns the status with which counts have the action. */
    private static ActionStatus status(ClientAction action) {
        return action.awaitsRetry() ? ActionStatus.RUNNING : action.status();
    }

    private static String duration(ClientAction action) {
        return action.duration().map(DurationText::of).orElse("");
    }
}
