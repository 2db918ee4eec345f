package dev.anabranch.cli;

import dev.anabranch.action.ActionObserver;
import dev.anabranch.cloud.Storage;
import dev.anabranch.embedded.EmbeddedCloud;
import dev.anabranch.engine.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** An embedded cloud in memory with threads, a clock and a folder for temporary files, all given back on closing. */
final class LocalCloud implements AutoCloseable {

    /** Functions at once: more than a laptop has cores, since most tasks wait for something now and then. */
    private static final int FUNCTIONS = 16;

    private static final int READERS = 8;

    private final ExecutorService threads = Executors.newFixedThreadPool(FUNCTIONS, daemons("anabranch-function-"));
    private final ExecutorService readers = Executors.newFixedThreadPool(READERS, daemons("anabranch-io-"));
    private final SystemClock clock = new SystemClock();
    private final Storage storage = Storage.inMemory();
    private final Path scratch;
    private final EmbeddedCloud cloud;

    private LocalCloud(ActionObserver observer, Path scratch) {
        this.scratch = scratch;
        this.cloud = EmbeddedCloud.builder()
                .clock(clock)
                .threads(threads)
                .readers(readers)
                .storage(storage)
                .scratch(scratch)
                .random(new SecureRandom())
                .observer(observer)
                .build();
    }

    static LocalCloud open(ActionObserver observer) throws IOException {
        return new LocalCloud(observer, Files.createTempDirectory("anabranch-"));
    }

    EmbeddedCloud cloud() {
        return cloud;
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
        storage.close();
        Files.deleteIfExists(scratch);
    }
}
