package dev.anabranch.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anabranch.engine.Engine;
import dev.anabranch.engine.StateMachineType;
import dev.anabranch.engine.execution.EngineQuotas;
import dev.anabranch.engine.execution.ExecutionSnapshot;
import dev.anabranch.engine.integration.LambdaInvoker.Answer;
import dev.anabranch.engine.journal.Journal;
import dev.anabranch.engine.journal.JournalFile;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A Distributed Map with Express children, each with one empty task, in the engine alone. Measures items per second and
 * the largest heap for widths that grow by a factor of ten. Start it with {@code -XX:+UseSerialGC} and a heap of a
 * fixed size.
 */
public final class EngineFanOut {

    private static final String MACHINE = """
            {"QueryLanguage": "JSONata", "StartAt": "All", "States": {"All": {"Type": "Map", "End": true,
              "Items": "{% $states.input %}", "Output": "{% $count($states.result) %}",
              "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
                "StartAt": "One", "States": {"One": {"Type": "Task", "End": true,
                  "Resource": "arn:aws:lambda:us-east-1:000000000000:function:f"}}}}}}""";

    private EngineFanOut() {}

    /** Prints one line for each width, after a run that is not measured. */
    public static void main(String[] args) throws IOException {
        boolean file = List.of(args).contains("journal");
        measure(10_000, file, false);
        for (int width : new int[] {1_000, 10_000, 100_000}) {
            measure(width, file, true);
        }
    }

    private static void measure(int width, boolean file, boolean shown) throws IOException {
        Path folder = Files.createTempDirectory("engine-fan-out");
        try (Journal journal = file ? JournalFile.open(folder.resolve("journal")) : Journal.NONE;
                Engine engine = Engine.builder()
                        .quotas(EngineQuotas.builder().anyPayload().build())
                        .functions((function, payload, context) ->
                                CompletableFuture.completedFuture(Answer.result("$LATEST", payload)))
                        .journal(journal)
                        .build()) {
            String machine = engine.createStateMachine(
                            "wide", MACHINE, StateMachineType.STANDARD, "arn:aws:iam::000000000000:role/benchmark")
                    .arn();
            String input =
                    IntStream.range(0, width).mapToObj(Integer::toString).collect(Collectors.joining(",", "[", "]"));
            System.gc();
            long before = used();
            heap().forEach(MemoryPoolMXBean::resetPeakUsage);
            long began = System.nanoTime();
            ExecutionSnapshot ended = engine.completion(
                            engine.startExecution(machine, null, input).spec().arn())
                    .join();
            double seconds = (System.nanoTime() - began) / 1e9;
            long peak = heap().stream()
                    .map(MemoryPoolMXBean::getPeakUsage)
                    .mapToLong(MemoryUsage::getUsed)
                    .sum();
            System.gc();
            long after = used();
            JsonNode output = ended.output();
            if (output == null || output.intValue() != width) {
                throw new IllegalStateException("The fan-out itself failed: " + ended.error() + ": " + ended.cause());
            }
            if (shown) {
                System.out.printf(
                        Locale.ROOT,
                        "%,9d items: %6.2f s, %,8.0f items/s, peak heap %,5d MB, left behind %,5d KB%n",
                        width,
                        seconds,
                        width / seconds,
                        peak >> 20,
                        (after - before) >> 10);
            }
        }
        Files.deleteIfExists(folder.resolve("journal"));
        Files.delete(folder);
    }

    private static List<MemoryPoolMXBean> heap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static long used() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
