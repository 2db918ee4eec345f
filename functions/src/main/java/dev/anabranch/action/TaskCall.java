package dev.anabranch.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.anabranch.wire.Invocation;
import dev.anabranch.wire.Origin;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Calls a task: reads its input, runs it, writes its output. Whatever is thrown on the way is a {@link Failure} of this attempt. */
final class TaskCall {

    private final TypedTask task;
    private final InputReader inputs;

    TaskCall(TypedTask task, InputReader inputs) {
        this.task = task;
        this.inputs = inputs;
    }

    /** The action as a person calls it. */
    String where(Invocation action) {
        return Origin.where(action, task.name());
    }

    @Nullable
    Object run(Invocation action, ActionContext context) throws Failure {
        try {
            Object input = inputs.read(action);
            return task.run(input, context);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            throw Failure.of(where(action), e);
        }
    }

    /** Writes what the task returned as JSON, then puts that where it belongs. */
    <T> T write(Invocation action, @Nullable Object output, Spool document, Placing<T> placing) throws Failure {
        try {
            task.writer().writeValue(new Unclosed(document), output);
            return placing.place(document);
        } catch (JsonProcessingException e) {
            throw Failure.ofOutput(where(action), e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw Failure.of(where(action), e);
        }
    }

    /** Puts a document where it belongs, and says where that is. */
    interface Placing<T> {
        T place(Spool document) throws IOException;
    }
}
