package dev.anabranch.runtime.internal.invoke;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.anabranch.runtime.internal.payload.NonClosingOutputStream;
import dev.anabranch.runtime.internal.payload.PayloadBuffer;
import dev.anabranch.runtime.internal.wire.FailureOrigin;
import dev.anabranch.runtime.internal.wire.Invocation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Calls a task: reads its input, runs it, writes its output. Anything that is thrown on the way is a {@link AttemptFailure} of this attempt,
 * except an error of the virtual machine such as {@link OutOfMemoryError}, which ends the invocation. The interrupt flag and the
 * context class loader of the thread are as before when a call returns, whatever the task has done with them.
 */
public final class TaskCall {

    private final TypedTask task;
    private final InputReader inputs;

    public TaskCall(TypedTask task, InputReader inputs) {
        this.task = task;
        this.inputs = inputs;
    }

    /** The action as a person calls it. */
    public String where(Invocation action) {
        return FailureOrigin.where(action, task.name());
    }

    @Nullable
    public Object run(Invocation action, ActionContext context) throws AttemptFailure {
        ThreadState before = ThreadState.ofCurrentThread();
        try {
            Object input = inputs.read(action);
            return task.run(input, context);
        } catch (Throwable thrown) { // a task may throw anything, undeclared too
            throw failure(action, thrown);
        } finally {
            before.restore();
        }
    }

    /** Writes what the task returned as JSON, then puts that where it belongs. */
    public <T> T write(Invocation action, @Nullable Object output, PayloadBuffer document, Placing<T> placing)
            throws AttemptFailure {
        try {
            write(output, document);
            return placing.place(document);
        } catch (JsonProcessingException e) {
            throw AttemptFailure.ofOutput(where(action), e);
        } catch (Throwable thrown) {
            throw failure(action, thrown);
        }
    }

    /** Runs the code of the result's class. */
    private void write(@Nullable Object output, PayloadBuffer document) throws IOException {
        ThreadState before = ThreadState.ofCurrentThread();
        try {
            task.writer().writeValue(new NonClosingOutputStream(document), output);
        } finally {
            before.restore();
        }
    }

    /** @throws VirtualMachineError if that is what was thrown, but for a stack overflow, which harms nobody else */
    private AttemptFailure failure(Invocation action, Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(error instanceof StackOverflowError)) {
            throw error;
        }
        return AttemptFailure.of(where(action), thrown);
    }

    /** What user code can change of the thread that runs it. */
    private record ThreadState(Thread thread, @Nullable ClassLoader loader) {

        /** An interrupt of the thread's earlier work is not one of this. */
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

    /** Puts a document where it belongs, and says where that is. */
    public interface Placing<T> {
        T place(PayloadBuffer document) throws IOException;
    }
}
