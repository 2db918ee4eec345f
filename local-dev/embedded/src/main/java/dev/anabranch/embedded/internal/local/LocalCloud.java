package dev.anabranch.embedded.internal.local;

import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.embedded.internal.cloud.AwaitObserver;
import dev.anabranch.embedded.internal.cloud.EarlierExecutions;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloudBuilder;
import dev.anabranch.embedded.internal.cloud.LocalSettings;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.engine.internal.thread.UserThreads;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.journal.JournalFile;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.engine.time.SystemClock;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.invoke.LogSink;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.ScratchFolder;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The embedded cloud of a process, with its threads, its clock and a folder for temporary files; all are released on
 * closing.
 */
public final class LocalCloud implements Closeable {

    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final int READERS = 8;

    /**
     * How often a batched store is written to its file: a killed process loses at most the changes of twice this time.
     */
    private static final Duration FLUSH_INTERVAL = Duration.ofMillis(400);

    private static final Duration LAST_ANSWER_TIMEOUT = Duration.ofSeconds(10);
    /** How often the disk may be found to refuse writes, every half second, before a command gives up. */
    private static final int PATIENCE = 10;

    private static final Duration NEVER = Duration.ofDays(36_500);

    private final ExecutorService threads = functionThreads();
    private final ExecutorService readers =
            Executors.newFixedThreadPool(READERS, GuardedThread.factory("anabranch-io-"));
    private final SystemClock timers = new SystemClock();
    private final EngineClock clock;
    private final SecureRandom random = new SecureRandom();
    private final @Nullable DataFolder data;
    private final Storage storage;
    private final Journal journal;
    private final @Nullable ServedExecutions served;
    private final DiskWatch disk;
    private final CompletableFuture<Void> abandonment;
    private int refusals;
    private final ScratchFolder scratch;
    private final RunLogFiles logs;
    private final @Nullable RunNames names;
    private final BillMeter meter = new BillMeter();
    private final EmbeddedCloud cloud;

    private @Nullable ScheduledFuture<?> polling;
    private @Nullable ScheduledFuture<?> flushes;

    private final ScheduledExecutorService mail =
            Executors.newScheduledThreadPool(2, GuardedThread.factory("anabranch-requests-"));

    private LocalCloud(
            ActionObserver observer,
            AwaitObserver awaits,
            @Nullable DataFolder data,
            Settings settings,
            ScratchFolder scratch,
            CompletableFuture<Void> abandonment) {
        this.data = data;
        this.abandonment = abandonment;
        this.storage = data == null ? Storage.inMemory() : data.storage();
        this.served =
                data == null || settings.executionsKept() || !data.hasExecutions() ? null : new ServedExecutions(data);
        JournalFile kept = data == null || !settings.executionsKept() ? null : data.openExecutions();
        this.journal = kept == null ? Journal.NONE : kept;
        Supplier<Optional<String>> trouble =
                () -> storage.trouble().or(() -> kept == null ? Optional.empty() : kept.trouble());
        this.disk = new DiskWatch(trouble, this::giveUp);
        this.clock = new WorkingTimeClock(
                timers, System::nanoTime, () -> trouble.get().isPresent());
        this.scratch = scratch;
        this.logs = new RunLogFiles(data == null ? scratch.path().resolve("logs") : data.logs());
        LogSink lines = settings.functions().lines();
        EmbeddedCloudBuilder parts = EmbeddedCloud.builder()
                .clock(clock)
                .threads(threads)
                .readers(readers)
                .storage(storage)
                .scratch(scratch.path())
                .random(random)
                .observer(observer)
                .awaits(awaits)
                .log(line -> {
                    logs.write(line);
                    lines.write(line);
                })
                .logBytes(RunLogFiles.ATTEMPT_BYTES)
                .logs(logs)
                .billedBy(meter)
                .quotas(settings.quotas())
                .concurrency(settings.functions().concurrency())
                .complaints(settings.functions().complaints())
                .settings(settings.functions().settings())
                .lostAfter(lostAfter(data, settings))
                .pause(Sleeper::sleep)
                .definitions(new DefinitionThread())
                .journal(journal);
        this.names = data == null ? null : new RunNames(data.folder());
        if (names != null) {
            parts.registry(records -> new NamedRegistry(records, names));
        }
        if (served != null) {
            parts.earlier(new EarlierExecutions(served::journal));
        }
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
                long interval = FLUSH_INTERVAL.toMillis();
                flushes = mail.scheduleWithFixedDelay(storage::flush, interval, interval, TimeUnit.MILLISECONDS);
            }
        }
    }

    /**
     * Returns how long a run may have no execution. If no server has kept executions in the folder, and this process
     * holds it, the process of such a run has terminated, even if the run has no {@linkplain RunMarks mark}.
     */
    private static Duration lostAfter(@Nullable DataFolder data, Settings settings) {
        return data == null || settings.executionsKept() || data.hasExecutions() ? settings.lostAfter() : Duration.ZERO;
    }

    /** Resumes the runs of the previous process. To be called once, after all workflows have been deployed. */
    public void goOn() {
        cloud.goOn();
        if (data != null) {
            // Not earlier: cancelling an execution that is not restored yet would end its run as lost.
            answerRequests(data);
        }
    }

    private void answerRequests(DataFolder folder) {
        CancelRequests requests = new CancelRequests(folder.folder());
        ApiMail calls = new ApiMail(folder.folder());
        RunApi api = api().payloads(cloud.payloads())
                .links(key -> {
                    throw new UnsupportedOperationException("Files cannot link to payloads.");
                })
                .log((id, thrown) -> {})
                .build();
        long interval = CancelRequests.POLL_INTERVAL.toMillis();
        polling = mail.scheduleWithFixedDelay(
                () -> {
                    requests.answer(cloud.runs());
                    calls.answer(api::handle);
                },
                interval,
                interval,
                TimeUnit.MILLISECONDS);
    }

    /**
     * The settings of a local cloud.
     *
     * @param data the folder for records and payloads, or null to keep them in memory
     * @param executionsKept whether the folder also has the executions, so that the next process can resume them
     * @param elsewhere calls the functions that are not deployed here, or null if such functions do not exist
     * @param sync when acknowledged writes are in the folder
     * @param lostAfter how long after its start a run whose execution the engine does not know is ended as lost
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

        /** The settings of a server, whose runs resume when it is started again. */
        public Settings(
                @Nullable Path data,
                @Nullable LambdaInvoker elsewhere,
                EngineQuotas quotas,
                Duration lostAfter,
                Functions functions) {
            this(data, true, elsewhere, quotas, Storage.Sync.WRITTEN, lostAfter, functions);
        }

        /**
         * The settings of a command that runs a workflow itself, or reads past runs. It leaves the runs of a server as
         * they are.
         */
        public static Settings ofCommand(@Nullable Path data, Functions functions) {
            return new Settings(data, false, null, EngineQuotas.aws(), Storage.Sync.BATCHED, NEVER, functions);
        }
    }

    /**
     * How functions run.
     *
     * @param concurrency how many may run in parallel; further invocations are throttled
     * @param complaints receives a sentence for the user about each function that does not return in time
     * @param lines receives the lines of the actions' logs
     * @param settings the settings and secrets of the tasks
     */
    public record Functions(int concurrency, Consumer<String> complaints, LogSink lines, LocalSettings settings) {

        /** The concurrency of a Lambda account, no listener and no settings. */
        public static final Functions DEFAULT =
                new Functions(EmbeddedCloudBuilder.LAMBDA_CONCURRENCY, sentence -> {}, line -> {}, LocalSettings.NONE);

        /** Returns these settings with another receiver of log lines. */
        public Functions with(LogSink receiver) {
            return new Functions(concurrency, complaints, receiver, settings);
        }
    }

    /**
     * Opens a data folder to read past runs.
     *
     * @throws DataFolder.DataFolderUnavailable if another process holds the folder, or it cannot be written
     */
    public static LocalCloud open(Path data) throws IOException {
        return open(Settings.ofCommand(data, Functions.DEFAULT));
    }

    /** @throws DataFolder.DataFolderUnavailable if another process holds the data folder, or it cannot be written */
    public static LocalCloud open(Settings settings) throws IOException {
        return open(ActionObserver.NONE, settings);
    }

    /**
     * Opens a cloud whose waits are reported to an observer.
     *
     * @throws DataFolder.DataFolderUnavailable if another process holds the data folder, or it cannot be written
     */
    public static LocalCloud open(Settings settings, AwaitObserver awaits) throws IOException {
        return open(ActionObserver.NONE, awaits, settings);
    }

    /**
     * Opens a cloud whose actions are reported to an observer.
     *
     * @throws DataFolder.DataFolderUnavailable if another process holds the data folder, or it cannot be written
     */
    public static LocalCloud open(ActionObserver observer, Settings settings) throws IOException {
        return open(observer, AwaitObserver.NONE, settings);
    }

    private static LocalCloud open(ActionObserver observer, AwaitObserver awaits, Settings settings)
            throws IOException {
        DataFolder data = settings.data() == null ? null : DataFolder.open(settings.data(), settings.sync());
        CompletableFuture<Void> abandonment = new CompletableFuture<>();
        boolean opened = false;
        try {
            ScratchFolder scratch = ScratchFolder.create(Path.of(System.getProperty("java.io.tmpdir")));
            LocalCloud local = new LocalCloud(observer, awaits, data, settings, scratch, abandonment);
            opened = true;
            return local;
        } catch (RuntimeException failure) {
            // Opening failed because the disk refuses writes: reports that instead.
            abandonment.getNow(null);
            throw failure;
        } finally {
            if (!opened && data != null) {
                data.close();
            }
        }
    }

    /**
     * Lets changes wait for as long as the disk refuses writes of the data folder.
     *
     * @param listener receives the reason each time the disk is found to refuse writes, and empty once it accepts them
     *     again
     */
    public void waitForDisk(Consumer<Optional<String>> listener) {
        disk.report(listener);
    }

    /**
     * Completes exceptionally with {@link DiskRefusesWrites} if the disk has refused writes for {@value #PATIENCE}
     * looks, unless {@link #waitForDisk} has been called. Everything that uses the stores fails from then on, and what
     * was not written is lost.
     */
    public CompletableFuture<Void> abandonment() {
        return abandonment;
    }

    private void giveUp(Optional<String> reason) {
        refusals = reason.isPresent() ? refusals + 1 : 0;
        if (refusals == PATIENCE && data != null) {
            abandonment.completeExceptionally(new DiskRefusesWrites("The data folder `" + data.folder()
                    + "` cannot be written: " + reason.orElse("")
                    + ". Free some space, then compute what is missing with `anabranch rerun`."));
            storage.close();
        }
    }

    /** Returns what AWS would have billed for everything that ran here so far. */
    public Bill bill() {
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

    /** Returns a builder of the run API over the runs here. */
    public RunApi.Builder api() {
        return RunApi.builder().runs(cloud.runs()).clock(clock).pause(Sleeper::sleep);
    }

    /** Returns one sentence for each unfinished write that a killed process has left in the data folder. */
    public List<String> unfinishedWrites() {
        List<String> sentences = new ArrayList<>();
        if (data != null) {
            data.tornStore().ifPresent(sentences::add);
        }
        if (journal instanceof JournalFile file) {
            DataFolder.tornJournal(file).ifPresent(sentences::add);
        }
        return sentences;
    }

    /** Returns the folder that keeps runs, or empty if they are in memory. */
    public Optional<DataFolder> data() {
        return Optional.ofNullable(data);
    }

    /**
     * Returns a pool with one thread for each invocation in flight; idle threads end after 30 seconds. These are not
     * virtual threads: tasks that compute, or never return, would occupy the carrier threads and block all other tasks.
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

    /** Stops polling, and waits for a pending answer, because its requester waits for it. */
    private void stopAnswering() {
        if (polling != null) {
            polling.cancel(false);
        }
        if (flushes != null) {
            flushes.cancel(false);
        }
        mail.shutdown();
        try {
            if (!mail.awaitTermination(LAST_ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                mail.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        disk.close();
        stopAnswering();
        threads.shutdownNow();
        cloud.close();
        readers.shutdownNow();
        timers.close();
        journal.close();
        if (served != null) {
            served.close();
        }
        if (names != null) {
            names.close();
        }
        logs.close();
        if (data == null) {
            storage.close();
        } else {
            data.close();
        }
        scratch.close();
    }
}
