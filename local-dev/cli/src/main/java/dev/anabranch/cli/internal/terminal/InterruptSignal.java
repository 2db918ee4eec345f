package dev.anabranch.cli.internal.terminal;

import dev.anabranch.engine.internal.thread.UserThreads;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C, or anything else that asks the process to end: lets a command that serves give back what it holds before the process is gone.
 *
 * <p>A task that calls {@link System#exit} does not end the process. Java has no way to refuse it (the SecurityManager is gone in Java
 * 24), but it lets all threads go on while this hook has not returned: the action fails, its thread waits for ever, and the process ends
 * when the command has, with the command's code. From then on Java neither takes further hooks nor calls this one again for a signal;
 * signals are noticed by looking at which threads wait to end the process. {@link Runtime#halt} cannot be caught.
 */
public final class InterruptSignal {

    private static final Duration LOOK = Duration.ofMillis(100);

    /** How many looks a process that was asked to end may take to give back what it holds: 30 s. */
    private static final int PATIENCE = 300;

    /** What the process ends with, once that is known. */
    private static volatile @Nullable Integer code;

    private static final String EXIT = "java.lang.Shutdown.exit";

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch handled = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "anabranch-shutdown");
    private final Set<Thread> seen = new HashSet<>();
    private volatile Consumer<Thread> onExit = thread -> {};

    private InterruptSignal() {}

    /** The one of this process. */
    public static InterruptSignal ofTheProcess() {
        InterruptSignal interruption = new InterruptSignal();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** What is notified of every thread of a task that ends the process. */
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
                // A full disk, or a heap that is too small, may keep the command from ever giving anything back.
                looks += asked.getCount() == 0 ? 1 : 0;
                waiting &= looks < PATIENCE;
            } catch (InterruptedException ignored) {
                // The process ends when everything is given back, or when the time is up.
            }
        }
        if (begunByTask && code != null) {
            Runtime.getRuntime().halt(code); // Java would end with the code of the task.
        }
    }

    private void exits(Thread thread) {
        if (UserThreads.of(thread) == null) {
            asked.countDown();
        } else {
            onExit.accept(thread);
        }
    }

    /** The threads that end the process, or wait until they may. */
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

    /** Waits until the process, or this thread, is asked to end. */
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            asked.countDown();
        }
    }

    /** True when the process was asked to end. */
    public boolean isAsked() {
        return asked.getCount() == 0;
    }

    /** Everything is given back. */
    public void handled() {
        onExit = thread -> {};
        handled.countDown();
    }

    /** Ends the process. */
    public static void end(int exitCode) {
        code = exitCode;
        System.exit(exitCode);
    }
}
