package dev.anabranch.embedded.internal.cloud;

import com.fasterxml.jackson.databind.node.LongNode;
import dev.anabranch.engine.metering.Meter;
import dev.anabranch.engine.time.VirtualClock;
import dev.anabranch.stores.internal.storage.Storage;
import dev.anabranch.stores.internal.storage.StoreMeter;
import dev.anabranch.translate.internal.plan.Target;
import dev.anabranch.workflow.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Runs a workflow once in a new embedded cloud and measures what AWS would have billed. */
final class Metered implements Meter, StoreMeter {

    private final Map<TransitionKind, Long> transitions = new EnumMap<>(TransitionKind.class);
    private final Map<String, Long> requests = new TreeMap<>();
    private long expressExecutions;
    private double writeUnits;
    private double readUnits;

    /** A run that has ended, with its meter. */
    record Ended(EmbeddedRun run, Metered meter, long historyEvents) {}

    static Ended run(Workflow<?, ?> workflow, long width, Target target, Path scratch) {
        Metered meter = new Metered();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try (Storage storage = Storage.inMemory();
                EmbeddedCloud cloud = EmbeddedCloud.builder()
                        .clock(new VirtualClock(Instant.EPOCH))
                        .threads(threads)
                        .readers(readers)
                        .storage(storage)
                        .scratch(scratch)
                        .random(new Random(1))
                        .meter(meter)
                        .storeMeter(meter)
                        .build()) {
            Deployment deployment = cloud.deploy(workflow, target);
            EmbeddedRun run =
                    cloud.start(deployment, "run", LongNode.valueOf(width)).join();
            String execution = cloud.engine()
                    .listExecutions(deployment.stateMachineArn(), null)
                    .get(0)
                    .spec()
                    .arn();
            return new Ended(
                    run, meter, cloud.engine().getExecutionHistory(execution).size());
        } finally {
            threads.shutdownNow();
            readers.shutdownNow();
        }
    }

    @Override
    public synchronized void transition(String stateMachineArn, TransitionKind kind) {
        transitions.merge(kind, 1L, Long::sum);
    }

    @Override
    public synchronized void expressExecution(String stateMachineArn, Duration duration, long definitionBytes) {
        expressExecutions++;
    }

    @Override
    public synchronized void dynamoDb(String operation, double read, double write) {
        readUnits += read;
        writeUnits += write;
        requests.merge(operation, 1L, Long::sum);
    }

    @Override
    public synchronized void s3(String operation, long bytes) {
        requests.merge(operation, 1L, Long::sum);
    }

    synchronized long transitions(TransitionKind kind) {
        return transitions.getOrDefault(kind, 0L);
    }

    synchronized long expressExecutions() {
        return expressExecutions;
    }

    synchronized double writeUnits() {
        return writeUnits;
    }

    synchronized double readUnits() {
        return readUnits;
    }

    synchronized long requests(String operation) {
        return requests.getOrDefault(operation, 0L);
    }
}
