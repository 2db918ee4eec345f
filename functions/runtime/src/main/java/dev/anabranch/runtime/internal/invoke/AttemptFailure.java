package dev.anabranch.runtime.internal.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.anabranch.action.ActionFailure;
import dev.anabranch.action.ListExpected;
import dev.anabranch.action.PayloadMissing;
import dev.anabranch.action.StoreUnavailable;
import dev.anabranch.action.TaskFailed;
import dev.anabranch.action.TaskRejected;
import dev.anabranch.action.UnreadableInput;
import dev.anabranch.runtime.internal.codec.JsonMismatch;
import dev.anabranch.runtime.internal.payload.StoreException;
import dev.anabranch.task.PermanentFailure;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What ended an attempt: what the state machine is told, and what belongs in the log. */
public final class AttemptFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** A task's own exception can have a new cause whenever it is asked. */
    private static final int MOST_CAUSES = 100;

    private final ActionFailure failure;

    private AttemptFailure(ActionFailure failure, @Nullable Throwable thrown) {
        super(failure.getMessage(), thrown, false, false);
        this.failure = failure;
    }

    /** Sorts what was thrown. Whatever a store said decides, also where the task's code has wrapped it. */
    public static AttemptFailure of(String where, Throwable thrown) {
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
        return new AttemptFailure(new TaskFailed(where, name, message(thrown)), thrown);
    }

    /** For a result that has no JSON. */
    static AttemptFailure ofOutput(String where, JsonProcessingException problem) {
        if (cause(problem, StoreException.class) != null || cause(problem, UnreadableInput.class) != null) {
            return of(where, problem);
        }
        String reason = "the result cannot be written as JSON: " + JsonMismatch.describe(problem);
        return new AttemptFailure(new TaskRejected(where, problem.getClass().getName(), reason), null);
    }

    public ActionFailure failure() {
        return failure;
    }

    /** Who interrupted the task may want to interrupt its thread; recording the failure came first. */
    public void restoreInterrupt() {
        if (getCause() instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getMessage();
            return message == null ? "" : message;
        } catch (Throwable hostile) { // the method is the task's own code
            return "getMessage() threw " + hostile.getClass().getName();
        }
    }

    private static @Nullable Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable hostile) { // the method is the task's own code
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
