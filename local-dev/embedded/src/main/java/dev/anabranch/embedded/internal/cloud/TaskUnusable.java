package dev.anabranch.embedded.internal.cloud;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;

/** No object of a task's class can be made here, so no function either: its constructor or a static initializer fails. */
public final class TaskUnusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.");

    TaskUnusable(String workflow, Class<?> task, Throwable failure) {
        super(
                "The workflow `" + workflow + "` cannot run: no object of its task `" + task.getName()
                        + "` can be made: " + said(root(failure))
                        + ". Put right what it needs when it is made, or read that in `run`.",
                failure);
    }

    /** What the class itself threw: reflection and the loading of classes wrap it. */
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
