package dev.anabranch.cli;

import dev.anabranch.embedded.Run;
import dev.anabranch.run.RunError;

/** Says in a sentence what ended a run. */
final class FailureText {

    private FailureText() {}

    static String of(String workflow, Run run, RunError failure) {
        if (run.status().equals("ABORTED")) {
            return "The run of `" + workflow + "` was cancelled.";
        }
        String where = failure.node().isEmpty()
                ? ""
                : " at node `" + failure.node() + "`"
                        + (failure.action().isEmpty() ? "" : ", action " + failure.action());
        String others = run.actions().failed() > 1 ? " (" + (run.actions().failed() - 1) + " more failed)" : "";
        String message = failure.message().isEmpty() ? "" : ": " + failure.message();
        return "The run of `" + workflow + "` failed" + where + others + ": " + failure.name() + message;
    }
}
