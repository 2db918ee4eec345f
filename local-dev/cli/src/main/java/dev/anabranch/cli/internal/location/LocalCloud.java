package dev.anabranch.cli.internal.location;

import dev.anabranch.cli.internal.terminal.CommandContext;
import dev.anabranch.cli.internal.terminal.Sleeper;
import dev.anabranch.client.internal.RunClient;
import dev.anabranch.client.internal.transport.DirectTransport;
import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.embedded.internal.cloud.DefinitionThread;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloudBuilder;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.internal.execution.EngineQuotas;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.engine.internal.thread.UserThreads;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.journal.JournalFile;
import dev.anabranch.engine.time.SystemClock;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An embedded cloud with threads, a clock and a folder for temporary files, all given back on closing. */
public final class LocalCloud implements Closeable {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final int READERS = 8;

    /** How far the file of a batched store may be behind, at most twice. */
    private static final Duration BEHIND = Duration.ofMillis(400);

    private static final Duration LAST_ANSWER = Duration.ofSeconds(10);
    private static final Duration NEVER = Duration.ofDays(36_500);

    private final ExecutorService threads = functionThreads();
    private final ExecutorService readers =
            Executors.newFixedThreadPool(READERS, GuardedThread.factory("anabranch-io-"));
    private final SystemClock clock = new SystemClock();
    private final SecureRandom random = new SecureRandom();
    private final @Nullable DataFolder data;
    private final Storage storage;
    private final Journal journal;
    private final Path scratch;
    private final BillMeter meter = new BillMeter();
    private final EmbeddedCloud cloud;

    private @Nullable ScheduledFuture<?> looks;
    private @Nullable ScheduledFuture<?> flushes;

    private final ScheduledExecutorService mail =
            Executors.newScheduledThreadPool(2, GuardedThread.factory("anabranch-requests-"));

    private LocalCloud(ActionObserver observer, @Nullable DataFolder data, Settings settings, Path scratch) {
        this.data = data;
        this.storage = data == null ? Storage.inMemory() : data.storage();
        this.journal = data == null || !settings.executionsKept() ? Journal.NONE : JournalFile.open(data.executions());
        this.scratch = scratch;
        EmbeddedCloudBuilder parts = EmbeddedCloud.builder()
                .clock(clock)
                .threads(threads)
                .readers(readers)
                .storage(storage)
                .scratch(scratch)
                .random(random)
                .observer(observer)
                .billedBy(meter)
                .quotas(settings.quotas())
                .concurrency(settings.functions().concurrency())
                .complaints(settings.functions().complaints())
                .lostAfter(settings.lostAfter())
                .pause(Sleeper::last)
                .definitions(new DefinitionThread())
                .journal(journal);
        if (settings.elsewhere() != null) {
            parts.functionsElsewhere(settings.elsewhere());
        }
        this.cloud = parts.build();
        if (data != null) {
            new RunMarks(data).settle(cloud.runs());
            if (!settings.executionsKept()) {
                answerRequests(data);
            }
            if (settings.sync() == Storage.Sync.BATCHED) {
                // A killed process loses what was done since, and no more.
                long behind = BEHIND.toMillis();
                flushes = mail.scheduleWithFixedDelay(storage::flush, behind, behind, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** Continues the runs of the process before this one. To be called once, when all workflows are deployed. */
    public void goOn() {
        cloud.goOn();
        if (data != null) {
            // Not before: an execution that is not back yet is taken for lost.
            answerRequests(data);
        }
    }

    private void answerRequests(DataFolder folder) {
        CancelRequests requests = new CancelRequests(folder.folder());
        long look = CancelRequests.LOOK.toMillis();
        looks = mail.scheduleWithFixedDelay(() -> requests.answer(cloud.runs()), look, look, TimeUnit.MILLISECONDS);
    }

    /**
     * What can be chosen.
     *
     * @param data where records and payloads are kept, or null for in memory
     * @param executionsKept whether executions are kept there too, so that they can go on in the next process
     * @param elsewhere calls functions that are not deployed here, or null where there are none
     * @param sync when what is acknowledged is in the folder
     * @param lostAfter how long after its start a run is given up that the engine does not know
     * @param functions how functions run
     */
    public record Settings(
            @Nullable Path data,
            boolean executionsKept,
            @Nullable LambdaInvoker elsewhere,
            EngineQuotas quotas,
            Storage.Sync sync,
            Duration lostAfter,
            Functions functions) {

        /** For a server, whose runs go on when it does. */
        public Settings(
                @Nullable Path data,
                @Nullable LambdaInvoker elsewhere,
                EngineQuotas quotas,
                Duration lostAfter,
                Functions functions) {
            this(data, true, elsewhere, quotas, Storage.Sync.WRITTEN, lostAfter, functions);
        }

        /** For a command that runs something itself, or looks at what was run: what a server has begun is not its business. */
        static Settings ofCommand(@Nullable Path data) {
            return ofCommand(data, Functions.DEFAULT);
        }

        private static Settings ofCommand(@Nullable Path data, Functions functions) {
            return new Settings(data, false, null, EngineQuotas.aws(), Storage.Sync.BATCHED, NEVER, functions);
        }
    }

    /**
     * How functions run.
     *
     * @param concurrency how many may run in parallel; more are throttled
     * @param complaints notified, in sentences for people, of functions that do not return
     */
    public record Functions(int concurrency, Consumer<String> complaints) {

        /** As on Lambda, and nobody is notified. */
        public static final Functions DEFAULT = new Functions(EmbeddedCloudBuilder.LAMBDA_CONCURRENCY, sentence -> {});

        public Functions(int concurrency, CommandContext console) {
            this(concurrency, sentence -> console.err().println("anabranch: " + sentence));
        }
    }

    /** For looking at what is kept. */
    public static LocalCloud open(Path data) throws IOException {
        return open(ActionObserver.NONE, Settings.ofCommand(data));
    }

    /**
     * For running something: what it leaves behind is kept where that can be. Where nobody has chosen the folder, and it cannot be had, the
     * run is in memory.
     *
     * @throws DataFolder.DataFolderUnavailable if the folder was chosen and cannot be had
     */
    static LocalCloud toRun(ActionObserver observer, DataOption data, Functions functions, CommandContext console)
            throws IOException {
        Optional<Path> folder = data.folder(console);
        try {
            return open(observer, Settings.ofCommand(folder.orElse(null), functions));
        } catch (DataFolder.DataFolderUnavailable e) {
            if (data.isChosen(console)) {
                throw e;
            }
            return open(observer, Settings.ofCommand(null, functions));
        }
    }

    /** @throws DataFolder.DataFolderUnavailable if the folder cannot be had */
    public static LocalCloud open(Settings settings) throws IOException {
        return open(ActionObserver.NONE, settings);
    }

    private static LocalCloud open(ActionObserver observer, Settings settings) throws IOException {
        DataFolder data = settings.data() == null ? null : DataFolder.open(settings.data(), settings.sync());
        return new LocalCloud(observer, data, settings, Files.createTempDirectory("anabranch-"));
    }

    /** What AWS would have billed for everything so far. */
    Bill bill() {
        return meter.bill(PriceList.US_EAST_1, Assumptions.DEFAULT);
    }

    public EmbeddedCloud cloud() {
        return cloud;
    }

    InstantSource clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    /** Asks about the runs here, for one thread. */
    RunClient client() {
        RunApi.Builder api = RunApi.builder().runs(cloud.runs()).clock(clock).pause(Sleeper::last);
        return new RunClient(new DirectTransport(api, cloud.payloads()));
    }

    /** Where runs are kept; empty for in memory. */
    Optional<DataFolder> data() {
        return Optional.ofNullable(data);
    }

    /**
     * One thread for each invocation in flight, which ends when it has been idle for a while. They are no virtual threads: a task that
     * computes, or that never returns, would keep one of the few threads that carry these, and so keep all other tasks from running.
     */
    private static ExecutorService functionThreads() {
        AtomicInteger number = new AtomicInteger();
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE.toSeconds(), TimeUnit.SECONDS, new SynchronousQueue<>(), job -> {
                    String name = "anabranch-function-" + number.incrementAndGet();
                    return new GuardedThread(new UserThreads(group, name), job, name);
                });
    }

    /** Somebody may be waiting for the answer to what is under way. */
    private void answerTheLast() {
        if (looks != null) {
            looks.cancel(false);
        }
        if (flushes != null) {
            flushes.cancel(false);
        }
        mail.shutdown();
        try {
            if (!mail.awaitTermination(LAST_ANSWER.toSeconds(), TimeUnit.SECONDS)) {
                mail.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        answerTheLast();
        threads.shutdownNow();
        cloud.close();
        readers.shutdownNow();
        clock.close();
        journal.close();
        if (data == null) {
            storage.close();
        } else {
            data.close();
        }
        Files.deleteIfExists(scratch);
    }
}
