package dev.anabranch.cli;

import dev.anabranch.action.ActionObserver;
import dev.anabranch.billing.Bill;
import dev.anabranch.billing.BillMeter;
import dev.anabranch.cloud.DataFolder;
import dev.anabranch.cloud.Storage;
import dev.anabranch.cost.Assumptions;
import dev.anabranch.cost.PriceList;
import dev.anabranch.embedded.EmbeddedCloud;
import dev.anabranch.engine.execution.Quotas;
import dev.anabranch.engine.integration.LambdaInvoker;
import dev.anabranch.engine.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An embedded cloud with threads, a clock and a folder for temporary files, all given back on closing. */
final class LocalCloud implements AutoCloseable {

    /** Functions at once: more than a laptop has cores, since most tasks wait for something now and then. */
    private static final int FUNCTIONS = 16;

    private static final int READERS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(FUNCTIONS, daemons("anabranch-function-"));
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, daemons("anabranch-io-"));
    private final SystemClock clock = new SystemClock();
    private final SecureRandom random = new SecureRandom();
    private final @Nullable DataFolder data;
    private final Storage storage;
    private final Path scratch;
    private final BillMeter meter = new BillMeter();
    private final EmbeddedCloud cloud;

    private LocalCloud(ActionObserver observer, @Nullable DataFolder data, Settings settings, Path scratch) {
        this.data = data;
        this.storage = data == null ? Storage.inMemory() : data.storage();
        this.scratch = scratch;
        EmbeddedCloud.Builder parts = EmbeddedCloud.builder()
                .clock(clock)
                .threads(threads)
                .readers(readers)
                .storage(storage)
                .scratch(scratch)
                .random(random)
                .observer(observer)
                .billedBy(meter)
                .quotas(settings.quotas())
                .lostAfter(settings.lostAfter());
        if (settings.elsewhere() != null) {
            parts.functionsElsewhere(settings.elsewhere());
        }
        this.cloud = parts.build();
    }

    /**
     * What can be chosen.
     *
     * @param data where everything is kept, or null for in memory
     * @param elsewhere calls functions that are not deployed here, or null where there are none
     * @param lostAfter how long after its start a run without an execution is given up
     */
    record Settings(@Nullable Path data, @Nullable LambdaInvoker elsewhere, Quotas quotas, Duration lostAfter) {

        static Settings inMemory() {
            return new Settings(null, null, Quotas.aws(), Duration.ZERO);
        }
    }

    /** In memory. */
    static LocalCloud open(ActionObserver observer) throws IOException {
        return open(observer, Settings.inMemory());
    }

    /** @throws DataFolder.DataFolderUnavailable if the folder cannot be had */
    static LocalCloud open(Settings settings) throws IOException {
        return open(ActionObserver.NONE, settings);
    }

    private static LocalCloud open(ActionObserver observer, Settings settings) throws IOException {
        DataFolder data = settings.data() == null ? null : DataFolder.open(settings.data());
        return new LocalCloud(observer, data, settings, Files.createTempDirectory("anabranch-"));
    }

    /** What AWS would have billed for everything so far. */
    Bill bill() {
        return meter.bill(PriceList.US_EAST_1, Assumptions.DEFAULT);
    }

    EmbeddedCloud cloud() {
        return cloud;
    }

    InstantSource clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    /** Waits, unless the process is to end. */
    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The server is being stopped.", e);
        }
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return job -> {
            Thread thread = new Thread(job, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        cloud.close();
        readers.shutdownNow();
        clock.close();
        if (data == null) {
            storage.close();
        } else {
            data.close();
        }
        Files.deleteIfExists(scratch);
    }
}
