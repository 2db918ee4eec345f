package dev.anabranch.cli.internal.output;

import dev.anabranch.action.SubRunFailed;
import dev.anabranch.cli.internal.terminal.SafeText;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.runtime.internal.wire.ItemLabels;
import dev.anabranch.task.PermanentFailure;
import java.util.Set;

/** Formats the failure of a run as a sentence. */
public final class RunFailureText {

    /** The errors whose message is a sentence for users. */
    private static final Set<String> SENTENCES = Set.of(PermanentFailure.class.getName(), SubRunFailed.class.getName());

    private RunFailureText() {}

    /** @param failed the number of failed actions that could fail the run */
    public static String of(String workflow, String status, long failed, RunError failure) {
        if (status.equals("ABORTED")) {
            return "The run of `" + workflow + "` was cancelled.";
        }
        if (status.equals("LOST")) {
            return "The run of `" + workflow + "` was lost: " + SafeText.of(failure.message());
        }
        String where = failure.node().isEmpty()
                ? ""
                : " at node `" + failure.node() + "`"
                        + (failure.action().isEmpty()
                                ? ""
                                : ", action " + ItemLabels.shown(failure.action(), failure.label()));
        String others = failed > 1 ? " (" + (failed - 1) + " more failed)" : "";
        return "The run of `" + workflow + "` failed" + where + others + ": " + SafeText.of(what(failure));
    }

    /**
     * Returns the message of a {@link PermanentFailure} or of the failure of another run, which are written for users;
     * otherwise the error's name and message.
     */
    public static String what(RunError failure) {
        if (failure.message().isEmpty()) {
            return failure.name();
        }
        return SENTENCES.contains(failure.name()) ? failure.message() : failure.name() + ": " + failure.message();
    }
}
