package dev.anabranch.runtime.internal.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import dev.anabranch.runtime.internal.payload.NonClosingOutputStream;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a task: reads its input, runs it and writes its output. Every exception becomes an {@link AttemptFailure} of
 * this attempt, except errors of the virtual machine such as {@link OutOfMemoryError}, which end the invocation. A call
 * restores the interrupt flag and the context class loader of the thread.
 */
public final class TaskCall {

    private final TypedTask task;
    private final InputReader inputs;

    public TaskCall(TypedTask task, InputReader inputs) {
        this.task = task;
        this.inputs = inputs;
    }

    /** Returns the description of an action for messages. */
    public String where(Invocation action) {
        return FailureOrigin.where(action, task.name());
    }

    /** Returns the type of the task's results. */
    public JavaType output() {
        return task.output();
    }

    @Nullable
    public Object run(Invocation action, ActionContext context) throws AttemptFailure {
        ThreadState before = ThreadState.ofCurrentThread();
        context.log().enter();
        try {
            Object input = inputs.read(action);
            return task.run(input, context);
        } catch (Throwable thrown) { // a task may throw anything, including undeclared checked exceptions
            throw failure(action, thrown);
        } finally {
            AttemptLog.leave();
            before.restore();
        }
    }

    /** Writes what the task returned as JSON, then stores the document. */
    public <T> T write(
            Invocation action,
            @Nullable Object output,
            ActionContext context,
            PayloadBuffer document,
            ResultStorage<T> storage)
            throws AttemptFailure {
        try {
            write(output, context, document);
            return storage.store(document);
        } catch (JsonProcessingException e) {
            throw AttemptFailure.ofOutput(action, where(action), e);
        } catch (Throwable thrown) {
            throw failure(action, thrown);
        }
    }

    /** Writes the output. This runs code of the result's class. */
    private void write(@Nullable Object output, ActionContext context, PayloadBuffer document) throws IOException {
        ThreadState before = ThreadState.ofCurrentThread();
        context.log().enter();
        try {
            task.writer().writeValue(new NonClosingOutputStream(document), output);
        } finally {
            AttemptLog.leave();
            before.restore();
        }
    }

    /**
     * Creates the failure for an exception.
     *
     * @throws VirtualMachineError if {@code thrown} is one, except for a stack overflow, which affects only this thread
     */
    private AttemptFailure failure(Invocation action, Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
            throw error;
        }
        return AttemptFailure.of(action, where(action), thrown);
    }

    /** The state of a thread that user code can change. */
    private record ThreadState(Thread thread, @Nullable ClassLoader loader) {

        /** Returns the state of the current thread and clears an interrupt that was meant for earlier work. */
        static ThreadState ofCurrentThread() {
            Thread.interrupted();
            Thread thread = Thread.currentThread();
            return new ThreadState(thread, thread.getContextClassLoader());
        }

        void restore() {
            thread.setContextClassLoader(loader);
            Thread.interrupted();
        }
    }

    /** Stores a document and returns where it is. */
    public interface ResultStorage<T> {
        T store(PayloadBuffer document) throws IOException;
    }
}
