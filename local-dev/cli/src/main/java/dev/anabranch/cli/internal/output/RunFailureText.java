package dev.anabranch.cli.internal.output;

import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.task.PermanentFailure;

/** Formats the failure of a run as a sentence. */
public final class RunFailureText {

    private RunFailureText() {}

    public static String of(String workflow, EmbeddedRun run, RunError failure) {
        return of(workflow, run.status(), run.actions().failed(), failure);
    }

    /** @param failed the number of failed actions */
    public static String of(String workflow, String status, long failed, RunError failure) {
        if (status.equals("ABORTED")) {
            return "The run of `" + workflow + "` was cancelled.";
        }
        String where = failure.node().isEmpty()
                ? ""
                : " at node `" + failure.node() + "`"
                        + (failure.action().isEmpty() ? "" : ", action " + failure.action());
        String others = failed > 1 ? " (" + (failed - 1) + " more failed)" : "";
        return "The run of `" + workflow + "` failed" + where + others + ": " + SafeText.of(what(failure));
    }

    /**
     * Returns the message of a {@link PermanentFailure}, which is written for users; otherwise the error's name and
     * message.
     */
    public static String what(RunError failure) {
        if (failure.message().isEmpty()) {
            return failure.name();
        }
        return failure.name().equals(PermanentFailure.class.getName())
                ? failure.message()
                : failure.name() + ": " + failure.message();
    }
}
