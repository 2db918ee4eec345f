package dev.anabranch.runtime.internal.invoke;

import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.RetryMatcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selects the retry policy of a task's exception, and reports the exception as the failure that this policy retries.
 */
public final class RetryClassifier {

    /** The failures that state machines retry, by the index of the policy. */
    public static final List<Class<? extends TaskFailed>> FAILURES =
            List.of(TaskFailed.class, TaskFailed.Second.class, TaskFailed.Third.class, TaskFailed.Fourth.class);

    private RetryClassifier() {}

    /** Returns the failure for an exception of a task. */
    static ActionFailure of(Invocation action, String where, Throwable thrown, String reason) {
        return failure(action, where, thrown.getClass(), thrown.getClass().getName(), reason);
    }

    /** Returns the failure for a recorded exception of a task, of which only the name is known. */
    public static ActionFailure recorded(Invocation action, String where, String error, String reason) {
        return failure(action, where, action.policies().isEmpty() ? null : loaded(error), error, reason);
    }

    private static ActionFailure failure(
            Invocation action, String where, @Nullable Class<?> type, String error, String reason) {
        if (action.policies().isEmpty()) {
            return new TaskFailed(where, error, reason);
        }
        List<String> names = new ArrayList<>(List.of(error));
        addNames(type, names);
        return switch (RetryMatcher.first(action.policies(), names)) {
            case 0 -> new TaskFailed(where, error, reason);
            case 1 -> new TaskFailed.Second(where, error, reason);
            case 2 -> new TaskFailed.Third(where, error, reason);
            case 3 -> new TaskFailed.Fourth(where, error, reason);
            default -> new TaskRejected(where, error, reason);
        };
    }

    private static void addNames(@Nullable Class<?> type, List<String> names) {
        if (type != null) {
            names.add(type.getName());
            addNames(type.getSuperclass(), names);
            for (Class<?> parent : type.getInterfaces()) {
                addNames(parent, names);
            }
        }
    }

    private static @Nullable Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Returns the maximum number of retries of the policy that retries a failure. */
    public static int retries(Invocation action, ActionFailure failure) {
        int policy = FAILURES.indexOf(failure.getClass());
        return policy >= 0 && policy < action.policies().size()
                ? action.policies().get(policy).retries()
                : 0;
    }
}
