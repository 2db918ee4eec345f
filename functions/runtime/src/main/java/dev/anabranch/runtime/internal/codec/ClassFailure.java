package dev.anabranch.runtime.internal.codec;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why a class of the user cannot be used: a static initializer throws, or a class that it needs is missing.
 *
 * @param reason the end of a sentence that begins with the class
 * @param fix how to correct it, as a sentence
 */
public record ClassFailure(String reason, String fix) {

    private static final int MOST_CAUSES = 20;

    private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.");

    private static final String UNINITIALIZED = "Could not initialize class ";

    /** Returns what is wrong with the class; empty if the failure has another cause. */
    public static Optional<ClassFailure> in(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof ExceptionInInitializerError
                    || (message.startsWith(UNINITIALIZED) && cause.getCause() == null)) {
                return Optional.of(new ClassFailure(
                        "which cannot be used: a static initializer threw " + describe(root(cause)),
                        "Correct the static initializer, or move the code that fails into a task."));
            }
            if (cause instanceof TypeNotPresentException absent) {
                return Optional.of(missing(absent.typeName()));
            }
            if ((cause instanceof NoClassDefFoundError && !message.startsWith(UNINITIALIZED))
                    || cause instanceof ClassNotFoundException) {
                return Optional.of(missing(message.replace('/', '.')));
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }

    private static ClassFailure missing(String type) {
        return new ClassFailure(
                "which needs the class `" + type + "`, but that is not on the class path",
                "Build the project, or add the library of this class to its dependencies.");
    }

    /** Returns the exception of the class itself, without the exceptions of reflection and class loading around it. */
    public static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
            if (!(cause instanceof InvocationTargetException) && !(cause instanceof ExceptionInInitializerError)) {
                return root;
            }
        }
        return root;
    }

    /** Returns an exception without a full stop, and the nearest line of code outside of the platform that threw it. */
    public static String describe(Throwable root) {
        String words = root.toString();
        if (root instanceof ExceptionInInitializerError && root.getMessage() != null) {
            // For all uses of a class after the first, Java has only this text of the exception.
            words = root.getMessage().replaceFirst("^Exception ", "").replaceFirst(" \\[in thread \"[^\"]*\"]$", "");
        }
        String where = Arrays.stream(root.getStackTrace())
                .filter(frame -> PLATFORM.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .map(frame -> " (" + frame.getFileName() + ":" + frame.getLineNumber() + ")")
                .orElse("");
        return (words.endsWith(".") ? words.substring(0, words.length() - 1) : words) + where;
    }
}
