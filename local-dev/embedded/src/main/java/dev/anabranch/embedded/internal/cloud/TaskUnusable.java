package dev.anabranch.embedded.internal.cloud;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;

/**
 * A task cannot be used: its constructor, a static initializer or its factory fails, or a setting that it requires is
 * not configured. No function can be created for it.
 */
public final class TaskUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.");

    TaskUnusable(String workflow, Class<?> task, Throwable failure) {
        super(
                "The workflow `" + workflow + "` cannot run: its task `" + task.getName()
                        + "` cannot be instantiated: " + said(root(failure))
                        + ". Correct its constructor, static initializer or factory, or move the code that fails into `run`.",
                failure);
    }

    TaskUnusable(String workflow, List<String> missing, String place) {
        super("The workflow `" + workflow + "` cannot run, because its tasks require what is not configured: "
                + String.join(", ", missing) + ". Add " + (missing.size() == 1 ? "it " : "them ") + place + ".");
    }

    /** Returns the exception of the class itself, without the exceptions of reflection and class loading around it. */
    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
            if (!(cause instanceof InvocationTargetException) && !(cause instanceof ExceptionInInitializerError)) {
                return root;
            }
        }
        return root;
    }

    private static String said(Throwable root) {
        String words = root.toString();
        String where = Arrays.stream(root.getStackTrace())
                .filter(frame -> PLATFORM.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
        return (words.endsWith(".") ? words.substring(0, words.length() - 1) : words) + where;
    }
}
