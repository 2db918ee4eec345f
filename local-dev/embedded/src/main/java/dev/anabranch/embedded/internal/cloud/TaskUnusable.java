package dev.anabranch.embedded.internal.cloud;

import dev.anabranch.runtime.internal.codec.ClassFailure;
import java.util.List;

/**
 * A task cannot be used: its constructor, a static initializer or its factory fails, or a setting that it requires is
 * not configured. No function can be created for it.
 */
public final class TaskUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskUnusable(String workflow, Class<?> task, Throwable failure) {
        super(
                "The workflow `" + workflow + "` cannot run: its task `" + task.getName()
                        + "` cannot be instantiated: " + ClassFailure.describe(ClassFailure.root(failure))
                        + ". Correct its constructor, static initializer or factory, or move the code that fails into `run`.",
                failure);
    }

    TaskUnusable(String workflow, List<String> missing, String place) {
        super("The workflow `" + workflow + "` cannot run, because its tasks require what is not configured: "
                + String.join(", ", missing) + ". Add " + (missing.size() == 1 ? "it " : "them ") + place + ".");
    }
}
