package dev.anabranch.workflow.internal.graph;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Calls each definition in a thread and waits for it for a limited time. The thread of a definition that does not
 * return is interrupted; if it ignores that, it runs until the process ends.
 */
public final class DefinitionThread implements DefinitionCaller {

    /** Definitions return within milliseconds; the first one loads classes. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ThreadFactory threads;
    private final Duration limit;

    /** Creates a caller with a limit of 10 seconds, which uses daemon threads. */
    public DefinitionThread() {
        this(
                job -> {
                    Thread thread = new Thread(job, "anabranch-define");
                    thread.setDaemon(true);
                    return thread;
                },
                LIMIT);
    }

    /** Creates a caller that makes one thread for each definition and waits for {@code limit}. */
    public DefinitionThread(ThreadFactory threads, Duration limit) {
        this.threads = threads;
        this.limit = limit;
    }

    @Override
    public <T> T call(Supplier<T> define) {
        FutureTask<T> task = new FutureTask<>(define::get);
        Thread thread = threads.newThread(task);
        thread.start();
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            StackTraceElement[] stack = thread.getStackTrace();
            thread.interrupt();
            throw new Overdue(limit, stack);
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new Overdue(Duration.ZERO, thread.getStackTrace());
        } catch (ExecutionException e) {
            DefinitionThread.<RuntimeException>rethrow(Objects.requireNonNullElse(e.getCause(), e));
            throw new IllegalStateException(e); // Not reached, which the compiler does not know.
        }
    }

    /** Throws the exception of a definition. It can be a checked one: Kotlin does not declare them. */
    @SuppressWarnings("unchecked") // The type argument is a claim for the compiler only.
    private static <E extends Throwable> void rethrow(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
