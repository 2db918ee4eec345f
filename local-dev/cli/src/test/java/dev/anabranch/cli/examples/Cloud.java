package dev.anabranch.cli.examples;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.embedded.internal.cloud.EmbeddedCloud;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.runtime.internal.invoke.ActionObserver;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** An embedded cloud for several runs. */
final class Cloud implements AutoCloseable {

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ExecutorService readers = Executors.newFixedThreadPool(4);
    private final Storage storage = Storage.inMemory();
    private final AtomicInteger runs = new AtomicInteger();
    private final EmbeddedCloud cloud;

    Cloud(Path scratch, ActionObserver observer) {
        cloud = EmbeddedCloud.builder()
                .clock(new VirtualClock(Instant.EPOCH))
                .threads(threads)
                .readers(readers)
                .storage(storage)
                .scratch(scratch)
                .random(new Random(1))
                .observer(observer)
                .build();
    }

    EmbeddedRun run(Workflow<?, ?> workflow, Target target, JsonNode input) {
        String id = workflow.name() + "-" + runs.incrementAndGet();
        return cloud.start(cloud.deploy(workflow, target), id, input).join();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        cloud.close();
        readers.shutdownNow();
        storage.close();
    }
}
