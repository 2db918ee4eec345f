package dev.anabranch.runtime.internal.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.ListExpected;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.codec.JsonMismatch;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.runtime.internal.wire.ErrorNames;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.task.PermanentFailure;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The failure of an attempt: what is reported to the state machine, and as the cause, what is logged. */
public final class AttemptFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** The maximum number of causes to follow: a task's exception may return a new cause from each call. */
    private static final int MOST_CAUSES = 100;

    private final ActionFailure failure;

    private AttemptFailure(ActionFailure failure, @Nullable Throwable thrown) {
        super(failure.getMessage(), thrown, false, false);
        this.failure = failure;
    }

    /** Classifies an exception. A failure of a store decides, even if the task has wrapped it. */
    public static AttemptFailure of(Invocation action, String where, Throwable thrown) {
        StoreException store = cause(thrown, StoreException.class);
        if (store != null) {
            return new AttemptFailure(new StoreUnavailable(where, message(store)), thrown);
        }
        PayloadMissing missing = cause(thrown, PayloadMissing.class);
        if (missing != null) {
            return new AttemptFailure(new TaskRejected(where, missing.getClass().getName(), message(missing)), null);
        }
        UnreadableInput unreadable = cause(thrown, UnreadableInput.class);
        if (unreadable != null) {
            String name = unreadable.getClass().getName();
            return new AttemptFailure(new TaskRejected(where, name, message(unreadable)), unreadable.getCause());
        }
        String name = thrown.getClass().getName();
        if (thrown instanceof PermanentFailure || thrown instanceof ListExpected) {
            return new AttemptFailure(new TaskRejected(where, name, message(thrown)), thrown);
        }
        return new AttemptFailure(RetryClassifier.of(action, where, thrown, message(thrown)), thrown);
    }

    /** Creates the failure for a result that cannot be written as JSON. */
    static AttemptFailure ofOutput(Invocation action, String where, JsonProcessingException problem) {
        if (cause(problem, StoreException.class) != null || cause(problem, UnreadableInput.class) != null) {
            return of(action, where, problem);
        }
        PermanentFailure permanent = cause(problem, PermanentFailure.class);
        if (permanent != null) {
            return of(action, where, permanent);
        }
        String reason = "the result cannot be written as JSON: " + JsonMismatch.describe(problem);
        // The stack of the mapper explains nothing, but that of a getter does.
        Throwable getter = problem.getCause() instanceof IOException ? null : problem.getCause();
        return new AttemptFailure(new TaskRejected(where, problem.getClass().getName(), reason), getter);
    }

    /** Creates the failure of an attempt that took longer than the timeout of its call. */
    public static AttemptFailure ofTimeout(Invocation action, String where) {
        return new AttemptFailure(
                RetryClassifier.recorded(
                        action,
                        where,
                        ErrorNames.TIMEOUT,
                        "the attempt took longer than its timeout of " + action.timeoutSeconds() + " s."),
                null);
    }

    public ActionFailure failure() {
        return failure;
    }

    /** Restores the thread's interrupt flag if an interrupt ended the task. Call it after the failure is recorded. */
    public void restoreInterrupt() {
        if (getCause() instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (Throwable hostile) { // the method may be overridden by a task's exception
            return "getMessage() threw " + hostile.getClass().getName();
        }
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable hostile) { // the method may be overridden by a task's exception
            return null;
        }
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        Set<Throwable> visited = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = thrown;
                cause != null && visited.size() < MOST_CAUSES && visited.add(cause);
                cause = cause(cause)) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
