package dev.anabranch.embedded.internal.local;

import dev.anabranch.embedded.internal.billing.Bill;
import dev.anabranch.embedded.internal.billing.BillMeter;
import dev.anabranch.embedded.internal.cloud.AwaitObserver;
import dev.anabranch.embedded.internal.cloud.EarlierExecutions;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloudBuilder;
import dev.anabranch.embedded.internal.cloud.LocalSettings;
import dev.anabranch.embedded.internal.cloud.RemoteStores;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.internal.thread.GuardedThread;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.journal.JournalFile;
import dev.anabranch.engine.time.EngineClock;
import dev.anabranch.engine.time.SystemClock;
import dev.anabranch.explain.internal.cost.Assumptions;
import dev.anabranch.explain.internal.cost.PriceList;
import dev.anabranch.runs.internal.api.RunApi;
import dev.anabranch.runs.internal.api.ServedWorkflow;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.runtime.internal.invoke.LogSink;
import dev.anabranch.stores.internal.dynamodb.EmbeddedDynamoDb;
import dev.anabranch.stores.internal.s3.EmbeddedS3;
import dev.anabranch.stores.internal.storage.DataFolder;
import dev.anabranch.stores.internal.storage.FolderProcesses;
import dev.anabranch.stores.internal.storage.FolderProcesses.Address;
import dev.anabranch.stores.internal.storage.ScratchFolder;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.workflow.internal.graph.DefinitionThread;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The embedded cloud of a process, with its threads, its clock and a folder for temporary files; all are released on
 * closing.
 */
public final class LocalCloud implements Closeable {

    private static final int READERS = 8;

    /**
     * How often a batched store is written to its file: a killed process loses at most the changes of twice this time.
     */
    private static final Duration FLUSH_INTERVAL = Duration.ofMillis(400);

    private static final Duration LAST_JOB_TIMEOUT = Duration.ofSeconds(10);

    /** How often the holder looks for killed guests, and a guest for a holder that does not answer. */
    private static final Duration PEERS_INTERVAL = Duration.ofSeconds(1);

    /**
     * How long a run holds the folder before it opens ports for others. Opening them takes as long as a small run. A
     * process that needs the folder waits for the address.
     */
    private static final Duration UNSHARED_TIME = Duration.ofSeconds(1);

    /** How often the disk may be found to refuse writes, every half second, before a command gives up. */
    private static final int PATIENCE = 10;

    private static final Duration NEVER = Duration.ofDays(36_500);

    private final FunctionThreads threads = new FunctionThreads();
    private final ExecutorService readers =
            Executors.newFixedThreadPool(READERS, GuardedThread.factory("anabranch-io-"));
    private final SystemClock timers = new SystemClock();
    private final EngineClock clock;
    private final SecureRandom random = new SecureRandom();
    private final Settings settings;
    private volatile @Nullable DataFolder data;
    private volatile Storage storage;
    private final @Nullable SharedStores shared;
    private final FolderProcesses.@Nullable Guest guest;
    private final @Nullable FolderProcesses processes;
    private final @Nullable RunMarks marks;
    private @Nullable FolderEndpoint endpoint;
    private List<ServedWorkflow> served = List.of();
    private final Journal journal;
    private final @Nullable ServedExecutions earlier;
    private final DiskWatch disk;
    private final CompletableFuture<Void> abandonment;
    private int refusals;
    private final ScratchFolder scratch;
    private final RunLogFiles logs;
    private final @Nullable RunNames names;
    private final BillMeter meter = new BillMeter();
    private final EmbeddedCloud cloud;

    private @Nullable ScheduledFuture<?> publishing;
    private @Nullable ScheduledFuture<?> peering;
    private @Nullable ScheduledFuture<?> flushes;

    private final ScheduledExecutorService jobs =
            Executors.newScheduledThreadPool(2, GuardedThread.factory("anabranch-folder-"));

    private LocalCloud(
            ActionObserver observer,
            AwaitObserver awaits,
            Opened opened,
            Settings settings,
            ScratchFolder scratch,
            CompletableFuture<Void> abandonment) {
        this.data = opened.data();
        this.settings = settings;
        this.abandonment = abandonment;
        DataFolder folder = opened.data();
        this.storage = folder == null ? Storage.inMemory() : folder.storage();
        this.earlier = folder == null || settings.executionsKept() || !folder.hasExecutions()
                ? null
                : new ServedExecutions(folder);
        JournalFile kept = folder == null || !settings.executionsKept() ? null : folder.openExecutions();
        this.journal = kept == null ? Journal.NONE : kept;
        Supplier<Optional<String>> trouble =
                () -> storage.trouble().or(() -> kept == null ? Optional.empty() : kept.trouble());
        this.disk = new DiskWatch(trouble, this::giveUp);
        boolean debugged = settings.functions().debugged();
        this.clock = new WorkingTimeClock(
                timers, System::nanoTime, () -> trouble.get().isPresent() || (debugged && isWorking()));
        this.scratch = scratch;
        Path path = settings.data();
        this.logs = new RunLogFiles(path == null ? scratch.path().resolve("logs") : DataFolder.logs(path));
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
                .oneAtATime(debugged)
                .complaints(settings.functions().complaints())
                .settings(settings.functions().settings())
                .lostAfter(lostAfter(folder, settings))
                .pause(Sleeper::sleep)
                .definitions(new DefinitionThread())
                .journal(journal);
        this.names = path == null ? null : new RunNames(path);
        if (names != null) {
            parts.registry(records -> new NamedRegistry(records, names));
        }
        if (earlier != null) {
            parts.earlier(new EarlierExecutions(earlier::journal));
        }
        if (settings.elsewhere() != null) {
            parts.functionsElsewhere(settings.elsewhere());
        }
        Address holder = opened.holder();
        if (path == null) {
            this.processes = null;
            this.guest = null;
            this.shared = null;
            this.marks = null;
        } else {
            FolderProcesses users = new FolderProcesses(path);
            this.processes = users;
            this.guest = holder == null ? null : users.join(String.format("%016x", random.nextLong()));
            this.shared = holder == null ? null : new SharedStores(holder, () -> reopen(path), jobs);
            this.marks = new RunMarks(path, guest == null ? "" : guest.id(), () -> storage.flush());
            parts.executions(own -> new PeerExecutions(own, EmbeddedCloud::execution, users, this::port));
            if (shared != null) {
                parts.stores(shared);
            }
        }
        this.cloud = parts.build();
        if (folder != null) {
            hold(folder);
        }
    }

    /**
     * Returns how long a run may have no execution. If no server has kept executions in the folder, and this process
     * holds it, the process of such a run has terminated, even if the run has no {@linkplain RunMarks mark}.
     */
    private static Duration lostAfter(@Nullable DataFolder data, Settings settings) {
        return data == null || settings.executionsKept() || data.hasExecutions() ? settings.lostAfter() : Duration.ZERO;
    }

    /** Returns whether functions run, or wait for their turn. The first ticks of the clock are before the cloud. */
    private boolean isWorking() {
        @Nullable EmbeddedCloud built = cloud;
        return built != null && built.isWorking();
    }

    /** Begins the duties of the process that holds the folder. */
    private void hold(DataFolder folder) {
        FolderProcesses users = new FolderProcesses(folder.folder());
        if (marks != null) {
            marks.settle(cloud.runs(), users);
        }
        users.removeKilled();
        if (settings.sync() == Storage.Sync.BATCHED) {
            long interval = FLUSH_INTERVAL.toMillis();
            flushes = jobs.scheduleWithFixedDelay(folder.storage()::flush, interval, interval, TimeUnit.MILLISECONDS);
        }
    }

    /** Resumes the runs of the previous process. To be called once, after all workflows have been deployed. */
    public void goOn() {
        cloud.goOn();
    }

    /**
     * Lets other processes use the data folder from now on: opens ports on loopback, and leaves their address and a
     * token in the folder. Has no effect without a data folder. May return before the ports are open.
     *
     * @param workflows the workflows that the others can start here
     */
    public void share(List<ServedWorkflow> workflows) {
        if (settings.data() == null) {
            return;
        }
        served = List.copyOf(workflows);
        Runnable open = () -> {
            try {
                publish();
            } catch (RuntimeException e) {
                settings.functions()
                        .complaints()
                        .accept("Other terminals cannot use the data folder until this process ends: "
                                + e.getMessage());
            }
        };
        if (data == null) {
            open.run(); // The holder must be able to stop the first run of this process.
        } else {
            long delay = settings.executionsKept() ? 0 : UNSHARED_TIME.toMillis();
            publishing = jobs.schedule(open, delay, TimeUnit.MILLISECONDS);
        }
        long interval = PEERS_INTERVAL.toMillis();
        peering = jobs.scheduleWithFixedDelay(this::watchPeers, interval, interval, TimeUnit.MILLISECONDS);
    }

    private synchronized void publish() {
        DataFolder folder = data;
        FolderProcesses users = Objects.requireNonNull(processes);
        FolderEndpoint earlier = endpoint;
        if (folder == null) {
            endpoint = FolderEndpoint.ofGuest(this);
            Objects.requireNonNull(guest).publish(endpoint.address());
        } else {
            RemoteStores stores = shared == null ? cloud.shared() : shared;
            endpoint = FolderEndpoint.ofHolder(this, stores, storage, served);
            users.publish(endpoint.address());
            if (guest != null) {
                guest.withdraw();
            }
        }
        if (earlier != null) {
            earlier.close();
        }
    }

    private synchronized Optional<URI> port() {
        return Optional.ofNullable(endpoint).map(open -> open.address().services());
    }

    private void watchPeers() {
        FolderProcesses users = Objects.requireNonNull(processes);
        if (data == null) {
            return;
        }
        try {
            Objects.requireNonNull(marks).settleGuests(cloud.runs(), users);
            users.removeKilled();
        } catch (RuntimeException e) {
            // Tried again a second later. Thrown on, it would end the schedule.
        }
    }

    /**
     * Opens the folder after its holder has ended, or finds the next holder. Waits for a holder that does not answer,
     * because its process may be suspended.
     */
    private SharedStores.Place reopen(Path path) {
        FolderHolder holder = new FolderHolder(path, Sleeper::sleep);
        while (true) {
            try {
                Opened opened = Opened.of(path, Storage.Sync.WRITTEN, holder);
                DataFolder folder = opened.data();
                if (folder == null) {
                    return SharedStores.Place.of(Objects.requireNonNull(opened.holder()));
                }
                storage = folder.storage();
                data = folder;
                jobs.execute(() -> {
                    hold(folder);
                    publish();
                });
                return SharedStores.Place.of(
                        folder, new EmbeddedDynamoDb(storage, clock), new EmbeddedS3(storage, clock));
            } catch (FolderHolder.HolderSilent silent) {
                settings.functions().complaints().accept(silent.getMessage() + " This run waits for it.");
            } catch (RuntimeException failure) {
                abandonment.completeExceptionally(failure);
                throw failure;
            }
        }
    }

    /**
     * A data folder that this process has opened, or the address of the process that holds it. Both are null for a cloud
     * in memory.
     */
    private record Opened(
            @Nullable DataFolder data, @Nullable Address holder) {

        static Opened of(Path path, Storage.Sync sync, FolderHolder others) {
            while (true) {
                try {
                    return new Opened(DataFolder.open(path, sync), null);
                } catch (DataFolder.DataFolderUnavailable unavailable) {
                    if (!unavailable.isHeld()) {
                        throw unavailable;
                    }
                }
                Optional<Address> holder = others.find();
                if (holder.isPresent()) {
                    return new Opened(null, holder.get());
                }
            }
        }
    }

    /**
     * The settings of a local cloud.
     *
     * @param data the folder for records and payloads, or null to keep them in memory
     * @param guest whether to use the stores of another process if it holds the folder
     * @param executionsKept whether the folder also has the executions, so that the next process can resume them
     * @param elsewhere calls the functions that are not deployed here, or null if such functions do not exist
     * @param sync when acknowledged writes are in the folder
     * @param lostAfter how long after its start a run whose execution the engine does not know is ended as lost
     * @param functions how functions run
     */
    public record Settings(
            @Nullable Path data,
            boolean guest,
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
            this(data, false, true, elsewhere, quotas, Storage.Sync.WRITTEN, lostAfter, functions);
        }

        /**
         * The settings of a command that runs a workflow itself. It leaves the runs of a server as they are. If another
         * process holds the folder, it uses the stores of that process.
         */
        public static Settings ofRun(@Nullable Path data, Functions functions) {
            return ofCommand(data, true, functions);
        }

        private static Settings ofCommand(@Nullable Path data, boolean guest, Functions functions) {
            return new Settings(data, guest, false, null, EngineQuotas.aws(), Storage.Sync.BATCHED, NEVER, functions);
        }
    }

    /**
     * How functions run.
     *
     * @param concurrency how many may run in parallel; further invocations are throttled
     * @param complaints receives a sentence for the user about each function that does not return in time
     * @param lines receives the lines of the actions' logs
     * @param settings the settings and secrets of the tasks
     * @param debugged whether one function runs at a time, without timeouts, so that a debugger can stop it
     */
    public record Functions(
            int concurrency, Consumer<String> complaints, LogSink lines, LocalSettings settings, boolean debugged) {

        /** The concurrency of a Lambda account, no listener and no settings. */
        public static final Functions DEFAULT = new Functions(
                EmbeddedCloudBuilder.LAMBDA_CONCURRENCY, sentence -> {}, line -> {}, LocalSettings.NONE, false);

        /** Returns these settings with another receiver of log lines. */
        public Functions with(LogSink receiver) {
            return new Functions(concurrency, complaints, receiver, settings, debugged);
        }

        /** Returns these settings for a debugger, or not. */
        public Functions debugged(boolean debug) {
            return new Functions(concurrency, complaints, lines, settings, debug);
        }
    }

    /**
     * Opens a data folder to read past runs.
     *
     * @throws DataFolder.DataFolderUnavailable if another process holds the folder, or it cannot be written
     */
    public static LocalCloud open(Path data) throws IOException {
        return open(Settings.ofCommand(data, false, Functions.DEFAULT));
    }

    /** @throws DataFolder.DataFolderUnavailable if another process holds the data folder, or it cannot be written */
    public static LocalCloud open(Settings settings) throws IOException {
        return open(ActionObserver.NONE, AwaitObserver.NONE, settings);
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
     * Opens a cloud whose actions and waits are reported to observers.
     *
     * @throws DataFolder.DataFolderUnavailable if another process holds the data folder, or it cannot be written
     */
    public static LocalCloud open(ActionObserver observer, AwaitObserver awaits, Settings settings) throws IOException {
        Opened data = opened(settings);
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
            if (!opened && data.data() != null) {
                data.data().close();
            }
        }
    }

    private static Opened opened(Settings settings) {
        Path path = settings.data();
        if (path == null) {
            return new Opened(null, null);
        }
        return settings.guest()
                ? Opened.of(path, settings.sync(), new FolderHolder(path, Sleeper::sleep))
                : new Opened(DataFolder.open(path, settings.sync()), null);
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
        DataFolder folder = data;
        if (refusals == PATIENCE && folder != null) {
            abandonment.completeExceptionally(new DiskRefusesWrites("The data folder `" + folder.folder()
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
        DataFolder folder = data;
        if (folder != null) {
            folder.tornStore().ifPresent(sentences::add);
        }
        if (journal instanceof JournalFile file) {
            DataFolder.tornJournal(file).ifPresent(sentences::add);
        }
        return sentences;
    }

    /** Returns the marks of the runs that end with this process, or empty if runs are in memory. */
    public Optional<RunMarks> marks() {
        return Optional.ofNullable(marks);
    }

    /** Closes the ports, so that other processes look for the next holder, and waits for pending jobs. */
    private void stopSharing() {
        for (ScheduledFuture<?> later : Stream.of(publishing, peering, flushes)
                .flatMap(Stream::ofNullable)
                .toList()) {
            later.cancel(false);
        }
        jobs.shutdown();
        try {
            if (!jobs.awaitTermination(LAST_JOB_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                jobs.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            if (endpoint != null) {
                endpoint.close();
            }
        }
        if (data != null && processes != null) {
            processes.withdraw();
        }
    }

    @Override
    public void close() throws IOException {
        disk.close();
        stopSharing();
        threads.close();
        cloud.close();
        readers.shutdownNow();
        timers.close();
        journal.close();
        if (earlier != null) {
            earlier.close();
        }
        if (names != null) {
            names.close();
        }
        logs.close();
        if (shared != null) {
            shared.close();
        }
        if (guest != null) {
            guest.close();
        }
        if (data == null) {
            storage.close();
        } else if (shared == null) {
            data.close();
        }
        scratch.close();
    }
}
