package dev.anabranch.cli.internal.output;

import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.runs.internal.record.RunError;
import dev.anabranch.task.PermanentFailure;

/** Says in a sentence what ended a run. */
public final class RunFailureText {

    private RunFailureText() {}

    public static String of(String workflow, EmbeddedRun run, RunError failure) {
        return of(workflow, run.status(), run.actions().failed(), failure);
    }

    /** @param failed how many actions have failed */
    public static String of(String workflow, String status, long failed, RunError failure) {
        if (status.equals("ABORTED")) {
            return "The run of `" + workflow + "` was cancelled.";
        }
        String where = failure.node().isEmpty()
                ? ""
                : " at node `" + failure.node() + "`"
                        + (failure.action().isEmpty() ? "" : ", action " + failure.action());
        String others = failed > 1 ? " (" + (failed - 1) + " more failed)" : "";
        return "The run of `" + workflow + "` failed" + where + others + ": " + what(failure);
    }

    /** What is wrong. The sentence of a {@link PermanentFailure} is for people as it is; others are named, too. */
    public static String what(RunError failure) {
        if (failure.message().isEmpty()) {
            return failure.name();
        }
        return failure.name().equals(PermanentFailure.class.getName())
                ? failure.message()
                : failure.name() + ": " + failure.message();
    }
}
