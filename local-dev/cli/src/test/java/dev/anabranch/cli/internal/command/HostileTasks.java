package dev.anabranch.cli.internal.command;

import dev.anabranch.task.Outcome;
import dev.anabranch.task.Results;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tasks that harm their process. Each is the first item of a fan-out whose other items are harmless. */
@SuppressWarnings({ // These tasks intentionally do what the checks forbid.
    "ImmutableEnumChecker",
    "InfiniteRecursion",
    "ModifiedButNotUsed",
    "ThreadPriorityCheck",
    "UnnecessaryAsync"
})
final class HostileTasks {

    static final int ITEMS = 4;
    static final String FINE = "";
    static final String CRASHED = "Anabranch.Crashed";
    static final String TIMEOUT = "Anabranch.Timeout";
    static final String OUT_OF_MEMORY = "Anabranch.OutOfMemory";

    private static final int MANY = 20_000_000;

    private HostileTasks() {}

    /** The code of a hostile task. */
    interface Deed {
        /** @return the result of the task */
        Object act(TaskContext context) throws Exception;
    }

    /** A way to harm the process, and the name of the error in the record of its action. */
    @SuppressWarnings("LockOnNonEnclosingClassLiteral")
    enum Hostility {
        THROWS_UNCHECKED(IllegalStateException.class, context -> {
            throw new IllegalStateException("no");
        }),
        THROWS_CHECKED(IOException.class, context -> {
            throw new IOException("no");
        }),
        THROWS_A_THROWABLE(Strange.class, context -> thrown(new Strange())),
        THROWS_AN_ERROR_OF_ITS_OWN(OwnError.class, context -> thrown(new OwnError())),
        THROWS_ASSERTION_ERROR(AssertionError.class, context -> thrown(new AssertionError("no"))),
        THROWS_LINKAGE_ERROR(NoClassDefFoundError.class, context -> thrown(new NoClassDefFoundError("gone"))),
        THROWS_INTERNAL_ERROR(InternalError.class, context -> thrown(new InternalError("no"))),
        THROWS_INTERRUPTED(InterruptedException.class, context -> thrown(new InterruptedException("no"))),
        FAILS_IN_AN_INITIALIZER(ExceptionInInitializerError.class, context -> Uninitializable.VALUE),
        OVERFLOWS_THE_STACK(StackOverflowError.class, context -> deeper(1)),
        NULL_MESSAGE(IllegalStateException.class, context -> thrown(new IllegalStateException((String) null))),
        MESSAGE_OF_MANY_MEGABYTES(
                IllegalStateException.class, context -> thrown(new IllegalStateException("x".repeat(MANY)))),
        MESSAGE_OF_BROKEN_TEXT(
                IllegalStateException.class, context -> thrown(new IllegalStateException("\0\ud800\n\u001b[2J\udc00"))),
        ERROR_WITH_A_MESSAGE_OF_MANY_MEGABYTES(
                InternalError.class, context -> thrown(new InternalError("x".repeat(MANY)))),
        GET_MESSAGE_THROWS(LookedAt.class, context -> thrown(new LookedAt("getMessage"))),
        GET_CAUSE_THROWS(LookedAt.class, context -> thrown(new LookedAt("getCause"))),
        GET_CAUSE_HAS_NO_END(LookedAt.class, context -> thrown(new LookedAt("newCause"))),
        GET_STACK_TRACE_THROWS(LookedAt.class, context -> thrown(new LookedAt("getStackTrace"))),
        PRINT_STACK_TRACE_THROWS(LookedAt.class, context -> thrown(new LookedAt("printStackTrace"))),
        TO_STRING_THROWS(LookedAt.class, context -> thrown(new LookedAt("toString"))),
        ERROR_WHOSE_MESSAGE_THROWS(BrokenMachine.class, context -> thrown(new BrokenMachine())),
        CAUSES_IN_A_CIRCLE(IllegalStateException.class, context -> {
            Exception inner = new Exception("inner");
            IllegalStateException outer = new IllegalStateException("outer", inner);
            inner.initCause(outer);
            outer.addSuppressed(inner);
            throw outer;
        }),
        THROWS_OUT_OF_MEMORY(OUT_OF_MEMORY, context -> thrown(new OutOfMemoryError("no"))),
        ASKS_FOR_TOO_LARGE_AN_ARRAY(OUT_OF_MEMORY, context -> new long[Integer.MAX_VALUE - 8].length),
        FILLS_THE_HEAP(OUT_OF_MEMORY, context -> {
            List<Object> all = new ArrayList<>();
            while (true) {
                all.add(new byte[1 << 20]);
            }
        }),
        EXITS_WITH_0(CRASHED, context -> {
            System.exit(0);
            return "";
        }),
        EXITS_WITH_7(CRASHED, context -> {
            System.exit(7);
            return "";
        }),
        EXITS_IN_A_THREAD_OF_ITS_OWN(CRASHED, context -> {
            new Thread(() -> Runtime.getRuntime().exit(3)).start();
            new CountDownLatch(1).await();
            return "";
        }),
        EXITS_IN_A_THREAD_POOL(CRASHED, context -> {
            Executors.newCachedThreadPool().submit(() -> System.exit(3)).get();
            return "";
        }),
        EXITS_WHILE_ITS_RESULT_IS_WRITTEN(CRASHED, context -> new Result(() -> System.exit(3))),
        SETS_ITS_INTERRUPT_FLAG(FINE, context -> {
            Thread.currentThread().interrupt();
            return "";
        }),
        SETS_ITS_INTERRUPT_FLAG_AND_THROWS(IllegalStateException.class, context -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("no");
        }),
        SETS_ITS_INTERRUPT_FLAG_WHILE_ITS_RESULT_IS_WRITTEN(
                FINE, context -> new Result(() -> Thread.currentThread().interrupt())),
        INTERRUPTS_ALL_THREADS(FINE, context -> {
            everyOtherThread().forEach(Thread::interrupt);
            return "";
        }),
        /** Affects only its own action. */
        INTERRUPTS_ALL_THREADS_FROM_ITS_OWN(InterruptedException.class, context -> {
            Thread own = new Thread(() -> everyOtherThread().forEach(Thread::interrupt));
            own.start();
            own.join(); // Does not throw if the thread has already ended; the flag is set in any case.
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return "";
        }),
        INTERRUPTS_ALL_THREAD_GROUPS(FINE, context -> {
            ThreadGroup group = Thread.currentThread().getThreadGroup();
            while (group.getParent() != null) {
                group = group.getParent();
            }
            group.interrupt();
            return "";
        }),
        SLEEPS_TOO_LONG(TIMEOUT, context -> {
            new CountDownLatch(1).await();
            return "";
        }),
        RETURNS_TOO_LATE(TIMEOUT, context -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                return "a result after the timeout";
            }
            return "";
        }),
        WRITES_A_FILE_TOO_LATE(TIMEOUT, context -> {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                context.write("late.txt", "text/plain", out -> out.write(1));
            }
            return "";
        }),
        IGNORES_INTERRUPTS(TIMEOUT, context -> {
            while (true) {
                LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
                Thread.interrupted();
            }
        }),
        COMPUTES_FOR_EVER(TIMEOUT, context -> {
            AtomicBoolean never = new AtomicBoolean();
            long computed = 0;
            while (!never.get()) {
                computed++;
            }
            return "" + computed;
        }),
        LEAVES_A_THREAD_BEHIND(FINE, context -> {
            new Thread(LockSupport::park).start();
            return "";
        }),
        TAKES_AWAY_ALL_CLASS_LOADERS(FINE, context -> {
            ClassLoader none = new URLClassLoader(new URL[0], null);
            for (Thread thread : everyOtherThread()) {
                try {
                    thread.setContextClassLoader(none);
                } catch (SecurityException refusedByJava) {
                    // The JVM keeps the class loader of this thread.
                }
            }
            Thread.currentThread().setContextClassLoader(null);
            return "";
        }),
        CLOSES_THE_STANDARD_STREAMS(FINE, context -> {
            System.out.close();
            System.err.close();
            System.in.close();
            return "";
        }),
        REPLACES_THE_STANDARD_STREAMS(FINE, context -> {
            PrintStream nowhere = new PrintStream(FileOutputStream.nullOutputStream(), true, StandardCharsets.UTF_16);
            System.setOut(nowhere);
            System.setErr(nowhere);
            return "";
        }),
        PRINTS_TO_STANDARD_OUTPUT(FINE, context -> {
            System.out.println("{\"not\": \"a result\"}");
            return "";
        }),
        SETS_THE_DEFAULT_LOCALE(FINE, context -> {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            return "";
        }),
        SETS_THE_DEFAULT_LOCALE_OF_TURKEY(FINE, context -> {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            return "";
        }),
        SETS_THE_DEFAULT_TIME_ZONE(FINE, context -> {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
            return "";
        }),
        SETS_THE_UNCAUGHT_EXCEPTION_HANDLER(FINE, context -> {
            Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> System.exit(9));
            return "";
        }),
        REMOVES_THE_SECURITY_PROVIDERS(FINE, context -> {
            for (Provider provider : Security.getProviders()) {
                Security.removeProvider(provider.getName());
            }
            return "x".repeat(1_000_000); // The store computes a digest of a large result.
        }),
        /** Other actions, and the next runs, need none of these locks. */
        HOLDS_LOCKS_OF_JDK_CLASSES(TIMEOUT, context -> {
            synchronized (Class.class) {
                synchronized (Object.class) {
                    synchronized (Thread.class) {
                        synchronized (System.class) {
                            synchronized (Security.class) {
                                synchronized (Locale.class) {
                                    new CountDownLatch(1).await();
                                }
                            }
                        }
                    }
                }
            }
            return "";
        }),
        HOLDS_THE_LOCK_OF_THE_STANDARD_OUTPUT(TIMEOUT, context -> {
            synchronized (System.out) {
                synchronized (System.err) {
                    new CountDownLatch(1).await();
                }
            }
            return "";
        }),
        LOWERS_THE_PRIORITY_OF_ALL_THREADS(FINE, context -> {
            everyOtherThread().forEach(thread -> thread.setPriority(Thread.MIN_PRIORITY));
            return "";
        }),
        CHANGES_SYSTEM_PROPERTIES(FINE, context -> {
            Properties other = new Properties();
            other.putAll(System.getProperties());
            other.setProperty("java.io.tmpdir", "/nowhere");
            other.setProperty("user.dir", "/nowhere");
            other.setProperty("line.separator", "?");
            System.setProperties(other);
            return "";
        }),
        RESULT_THROWS_WHILE_IT_IS_WRITTEN(
                "com.fasterxml.jackson.databind.JsonMappingException",
                context -> new Result(() -> thrown(new IllegalStateException("no")))),
        RESULT_THROWS_AN_ERROR_WHILE_IT_IS_WRITTEN(OwnError.class, context -> new Result(() -> thrown(new OwnError()))),
        RESULT_OVERFLOWS_THE_STACK(StackOverflowError.class, context -> new Result(() -> deeper(1))),
        RESULT_OF_MANY_MEGABYTES(FINE, context -> "x".repeat(MANY));

        final String error;
        private final Deed deed;

        /** @return the name of the workflow that runs the task: only a task that must reach its timeout has a short one */
        String workflow() {
            return error.equals(TIMEOUT) ? Impatient.NAME : Hostile.NAME;
        }

        Hostility(String error, Deed deed) {
            this.error = error;
            this.deed = deed;
        }

        Hostility(Class<? extends Throwable> error, Deed deed) {
            this(error.getName(), deed);
        }
    }

    /** @param hostility the hostility, or an empty text for none */
    public record Item(String hostility) {}

    public static final class Spread implements Task<String, List<Item>> {
        @Override
        public List<Item> run(String hostility, TaskContext context) {
            return IntStream.range(0, ITEMS)
                    .mapToObj(index -> new Item(index == 0 ? hostility : ""))
                    .toList();
        }
    }

    public static final class Act implements Task<Item, Result> {
        @Override
        public Result run(Item item, TaskContext context) throws Exception {
            Object returned = item.hostility().isEmpty()
                    ? ""
                    : Hostility.valueOf(item.hostility()).deed.act(context);
            return returned instanceof Result result ? result : new Result(String.valueOf(returned));
        }
    }

    public static final class Judge implements Task<Results<Outcome<Result>>, List<String>> {
        @Override
        public List<String> run(Results<Outcome<Result>> outcomes, TaskContext context) {
            List<String> errors = new ArrayList<>();
            outcomes.forEach(outcome -> errors.add(outcome.fold(fine -> FINE, Outcome.Failed::error)));
            return errors;
        }
    }

    /** Takes the name of a {@link Hostility}, and returns the names of the errors of its items. */
    public static final class Hostile implements Workflow<String, List<String>> {
        static final String NAME = "hostile";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Value<List<String>> define(Flow flow, Value<String> hostility) {
            return judged(flow, hostility, Duration.ofSeconds(50));
        }
    }

    /** The same with a short timeout. */
    public static final class Impatient implements Workflow<String, List<String>> {
        static final String NAME = "impatient";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public Value<List<String>> define(Flow flow, Value<String> hostility) {
            return judged(flow, hostility, Duration.ofSeconds(3));
        }
    }

    private static Value<List<String>> judged(Flow flow, Value<String> hostility, Duration timeout) {
        return flow.call(
                Judge.class,
                flow.map(flow.call(Spread.class, hostility), Act.class)
                        .named("act")
                        .timeout(timeout)
                        .outcomes());
    }

    private static List<Thread> everyOtherThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread != Thread.currentThread())
                .toList();
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }

    /** Throws any exception without declaring it. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> Object thrown(Throwable throwable) throws T {
        throw (T) throwable;
    }

    static final class Strange extends Throwable {
        private static final long serialVersionUID = 1L;
    }

    static final class OwnError extends Error {
        private static final long serialVersionUID = 1L;
    }

    static final class BrokenMachine extends VirtualMachineError {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("do not look");
        }
    }

    static final class Uninitializable {
        static final Object VALUE = fail();

        private static Object fail() {
            throw new IllegalStateException("no");
        }
    }

    /** A result whose text is computed by code of the task. */
    public static final class Result {
        private Runnable work = () -> {};
        private String text = "";

        public Result() {}

        Result(Runnable work) {
            this.work = work;
        }

        Result(String text) {
            this.text = text;
        }

        public void setText(String text) {
            this.text = text;
        }

        public String getText() {
            work.run();
            return text;
        }
    }

    static final class LookedAt extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String method;

        LookedAt(String method) {
            super("message");
            this.method = method;
        }

        private void look(String called) {
            if (called.equals(method)) {
                throw new OwnError();
            }
        }

        @Override
        public @Nullable String getMessage() {
            look("getMessage");
            return super.getMessage();
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            look("getCause");
            return method != null && method.equals("newCause") ? new LookedAt("newCause") : super.getCause();
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            look("getStackTrace");
            return super.getStackTrace();
        }

        @Override
        public void printStackTrace(PrintWriter writer) {
            look("printStackTrace");
            super.printStackTrace(writer);
        }

        @Override
        public String toString() {
            look("toString");
            return super.toString();
        }
    }
}
