package dev.anabranch.cli.internal.terminal;

import dev.anabranch.engine.internal.thread.UserThreads;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C or another request to terminate the process. A command that serves can release its resources before the
 * process terminates.
 *
 * <p>A task that calls {@link System#exit} does not terminate the process. Java cannot prevent the call since Java 24
 * removed the SecurityManager, but all threads continue until this shutdown hook returns. The action fails, its thread
 * waits forever, and the process terminates with the command's exit code when the command has completed. After such a
 * call, Java accepts no further hooks and does not call this hook again for a signal. Signals are then detected by the
 * threads that wait to terminate the process. {@link Runtime#halt} cannot be intercepted.
 */
public final class InterruptSignal {

    private static final Duration LOOK = Duration.ofMillis(100);

    /** The maximum number of checks, 100 ms apart, while the command releases its resources: 30 s. */
    private static final int PATIENCE = 300;

    /** The exit code of the process; null until it is known. */
    private static volatile @Nullable Integer code;

    private static final List<String> PLATFORM = List.of("java.", "jdk.", "sun.");

    private static final String EXIT = "java.lang.Shutdown.exit";

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch handled = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "anabranch-shutdown");
    private final Set<Thread> seen = new HashSet<>();
    private volatile Consumer<Thread> onExit = thread -> {};

    private InterruptSignal() {}

    /** Returns the signal of this process. */
    public static InterruptSignal ofTheProcess() {
        InterruptSignal interruption = new InterruptSignal();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Sets the listener that receives every thread of a task that calls {@link System#exit}. */
    public void onExit(Consumer<Thread> listener) {
        onExit = listener;
    }

    private void askAndWait() {
        boolean begunByTask = exiting().stream().allMatch(thread -> UserThreads.of(thread) != null);
        boolean waiting = true;
        int looks = 0;
        while (waiting) {
            exiting().stream().filter(seen::add).forEach(this::exits);
            try {
                waiting = !handled.await(LOOK.toMillis(), TimeUnit.MILLISECONDS) || (begunByTask && code == null);
                // With a full disk or a full heap, the command may never release its resources.
                looks += asked.getCount() == 0 ? 1 : 0;
                waiting &= looks < PATIENCE;
            } catch (InterruptedException ignored) {
                // The loop continues until the command has completed or the time is over.
            }
        }
        if (begunByTask && code != null) {
            Runtime.getRuntime().halt(code); // Java would terminate with the exit code of the task.
        }
    }

    private void exits(Thread thread) {
        if (UserThreads.of(thread) == null) {
            asked.countDown();
        } else {
            onExit.accept(thread);
        }
    }

    /** Returns the threads that terminate the process or wait for its termination. */
    private static List<Thread> exiting() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(InterruptSignal::isExiting)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isExiting(Map.Entry<Thread, StackTraceElement[]> thread) {
        for (StackTraceElement frame : thread.getValue()) {
            if (EXIT.equals(frame.getClassName() + "." + frame.getMethodName())) {
                return true;
            }
        }
        return false;
    }

    /** Waits until the process is asked to terminate or this thread is interrupted. */
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            asked.countDown();
        }
    }

    /**
     * Waits for at most a duration. Returns true if the process was asked to terminate or this thread was interrupted.
     */
    public boolean await(Duration longest) {
        try {
            return asked.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            asked.countDown();
            return true;
        }
    }

    /** Returns whether the process was asked to terminate. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Reports that the command has released all its resources. */
    public void handled() {
        onExit = thread -> {};
        handled.countDown();
    }

    /**
     * Lets the process end with a sentence and {@link ExitCode#WRONG_COMMAND} if code of a workflow that is no task calls
     * {@link System#exit}: a definition, a constructor or a static initializer. They run before a run starts.
     */
    public static void explainExits(PrintStream messages) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> explainExit(messages), "anabranch-exit"));
    }

    private static void explainExit(PrintStream messages) {
        if (code != null) {
            return;
        }
        exiting().stream()
                .filter(thread -> UserThreads.of(thread) == null)
                .flatMap(thread -> caller(thread.getStackTrace()).stream())
                .findFirst()
                .ifPresent(frame -> {
                    messages.println("anabranch: A workflow called System.exit or Runtime.exit while it was loaded or"
                            + " defined (" + frame.getFileName() + ":" + frame.getLineNumber()
                            + "), which would end this command. Remove the call, or throw an exception instead.");
                    messages.flush();
                    Runtime.getRuntime().halt(ExitCode.WRONG_COMMAND);
                });
    }

    /** Returns the frame that calls {@code exit}; empty if it is one of this program, or if a signal ends the process. */
    private static Optional<StackTraceElement> caller(StackTraceElement[] stack) {
        List<StackTraceElement> frames = List.of(stack);
        return frames.stream()
                .dropWhile(frame -> !frame.getClassName().equals(Runtime.class.getName()))
                .filter(frame -> PLATFORM.stream().noneMatch(frame.getClassName()::startsWith))
                .findFirst()
                .filter(frame -> !frame.getClassName().startsWith("dev.anabranch.cli."));
    }

    /** Terminates the process. */
    public static void end(int exitCode) {
        code = exitCode;
        System.exit(exitCode);
    }
}
