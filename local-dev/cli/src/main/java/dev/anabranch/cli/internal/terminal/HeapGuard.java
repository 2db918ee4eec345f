package dev.anabranch.cli.internal.terminal;

import com.sun.management.OperatingSystemMXBean;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.engine.internal.thread.UserThreads;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * Ends the process with a sentence if its heap is too small, because work that a thread has lost never completes. The
 * heap is too small if one of Anabranch's threads ends with an {@link OutOfMemoryError}, or if garbage collection takes
 * most of the time for several seconds of the processor. An error that a task throws is that action's failure only.
 *
 * <p>Nothing is released and no hook is run, because both need memory. Data folders remain readable after that, as
 * after {@code kill -9}.
 */
public final class HeapGuard {

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** When the watch begins: short commands end before, and do not load the classes that measure. */
    private static final Duration START = Duration.ofSeconds(4);

    private static final long MB = 1L << 20;

    private static final HeapGuard INSTANCE = new HeapGuard(new FileOutputStream(FileDescriptor.err));

    private final byte[] sentence;
    private final FileOutputStream err;

    private HeapGuard(FileOutputStream err) {
        this.err = err;
        // Composed beforehand, because there is no memory for it later.
        this.sentence = ("\nanabranch: " + sentence() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Starts to watch this process. */
    public static void start() {
        Thread.setDefaultUncaughtExceptionHandler(INSTANCE::uncaught);
        new GuardedThread(Thread.currentThread().getThreadGroup(), INSTANCE::watch, "anabranch-heap").start();
    }

    /** Returns what the user should know and do about a heap that is too small. */
    public static String sentence() {
        return "The heap of " + Runtime.getRuntime().maxMemory() / MB
                + " MB is too small for what runs here. Give the JVM more memory, for example with"
                + " ANABRANCH_JAVA_OPTS=-Xmx2g. What has finished is kept in the data folder.";
    }

    private void uncaught(Thread thread, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError && isOwn(thread)) {
            end();
        }
        System.err.print("Exception in thread \"" + thread.getName() + "\" ");
        thrown.printStackTrace();
    }

    /** Returns false for threads that tasks have started. */
    private static boolean isOwn(Thread thread) {
        return thread instanceof GuardedThread || UserThreads.of(thread) == null;
    }

    private void watch() {
        pause(START);
        Meters meters;
        try {
            meters = new Meters();
        } catch (LinkageError unloadable) {
            return; // A task holds all files open, which LastResort watches.
        }
        HeapPressure pressure = new HeapPressure(System.nanoTime(), meters.used(), meters.collected());
        do {
            pause(LOOK);
        } while (!pressure.isTooHigh(System.nanoTime(), meters.used(), meters.collected()));
        end();
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException ignored) {
            // The watch ends with the process.
        }
    }

    /** Loads the classes of the watch, so that a class-data archive has them. */
    public static void load() {
        Meters meters = new Meters();
        new HeapPressure(System.nanoTime(), meters.used(), meters.collected());
    }

    /** What the process has used since its start. */
    private static final class Meters {

        private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(collector -> !isConcurrent(collector.getName()))
                .toList();
        private final OperatingSystemMXBean processor =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

        /** Such a collector works while the program runs, so its time says nothing. */
        private static boolean isConcurrent(String name) {
            return name.contains("Cycles") || name.contains("Concurrent");
        }

        /** Returns the nanoseconds for which the process has used the processor; -1 if they are not known. */
        long used() {
            return processor.getProcessCpuTime();
        }

        /** Returns the milliseconds that garbage collection has taken. */
        long collected() {
            long sum = 0;
            for (int i = 0; i < collectors.size(); i++) {
                sum += collectors.get(i).getCollectionTime();
            }
            return sum;
        }
    }

    private void end() {
        try {
            err.write(sentence);
        } catch (IOException | OutOfMemoryError e) {
            // The exit code remains.
        } finally {
            Runtime.getRuntime().halt(ExitCode.WRONG_COMMAND);
        }
    }
}
