package dev.anabranch.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.OperatingSystemMXBean;
import dev.anabranch.benchmarks.workflows.TrivialFan;
import dev.anabranch.embedded.internal.cloud.Deployment;
import dev.anabranch.embedded.internal.cloud.EmbeddedRun;
import dev.anabranch.embedded.internal.local.LocalCloud;
import dev.anabranch.task.Task;
import dev.anabranch.task.TaskContext;
import dev.anabranch.workflow.Flow;
import dev.anabranch.workflow.Value;
import dev.anabranch.workflow.Workflow;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures the ratios that the guard compares with their baselines, and prints each as {@code name value}; lower is
 * better. They are ratios of CPU time, of memory, or of counts, because wall time says little on a machine that others
 * use too.
 */
public final class HeadlineRatios {

    private static final int ACTIONS = 5_000;
    private static final int ROUNDS = 3;
    private static final int NAPS = 400;
    private static final int CONCURRENCY = 50;
    private static final int TEXTS = 10_000;
    private static final int TEXT_BYTES = 2_000;
    private static final int HEAP_MEGABYTES = 64;
    private static final int NODES = 400;
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private HeadlineRatios() {}

    /** Prints all ratios. */
    public static void main(String[] args) throws Exception {
        print("action-vs-floor", actionsVersusFloor());
        print("naps-vs-ideal", napsVersusIdeal());
        print("fan-in-memory-vs-results", fanInMemory());
        print("translation-growth", translationGrowth());
        System.exit(0);
    }

    private static void print(String name, double ratio) {
        System.out.printf(Locale.ROOT, "%s %.3f%n", name, ratio);
    }

    /** Returns the CPU time of a tracked action divided by that of its floor. */
    private static double actionsVersusFloor() throws Exception {
        try (LocalCloud local = LocalCloud.open(LocalCloud.Settings.ofRun(null, LocalCloud.Functions.DEFAULT));
                ActionFloor floor = new ActionFloor()) {
            Deployment deployment = local.cloud().deploy(new TrivialFan());
            double[] ratios = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                String id = "trivial-" + (round + 1);
                long tracked = cpuNanos(() -> run(local, deployment, id, ACTIONS));
                // The floor takes so much less that it is repeated.
                long least = cpuNanos(() -> {
                            for (int i = 0; i < 10; i++) {
                                floor.run(ACTIONS);
                            }
                        })
                        / 10;
                if (round >= 0) {
                    ratios[round] = (double) tracked / least;
                }
            }
            return median(ratios);
        }
    }

    /**
     * Returns the concurrency of a fan-out divided by the number of tasks that really wait in parallel, at the most.
     */
    private static double napsVersusIdeal() throws Exception {
        try (LocalCloud local = LocalCloud.open(LocalCloud.Settings.ofRun(null, LocalCloud.Functions.DEFAULT))) {
            run(local, local.cloud().deploy(new CountedNaps()), "naps", NAPS);
            return (double) CONCURRENCY / CountedNap.MOST.get();
        }
    }

    private static void run(LocalCloud local, Deployment deployment, String id, int n) throws Exception {
        EmbeddedRun run = local.cloud()
                .start(deployment, id, JsonNodeFactory.instance.objectNode().put("n", n))
                .get();
        if (!run.status().equals("SUCCEEDED")) {
            throw new IllegalStateException("Run " + id + " is " + run.status() + ".");
        }
    }

    /**
     * Returns the heap in use after a full collection, at the most, divided by the size of all results that a reducer
     * reads. The heap has room for all of them, so that a reducer that holds them gets a ratio.
     */
    private static double fanInMemory() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("anabranch-ratios-");
        String text = WideFanIn.read(folder, TEXTS, TEXT_BYTES, HEAP_MEGABYTES);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
        Matcher used = Pattern.compile("at most ([0-9,]+) KB in use").matcher(text);
        if (!used.find()) {
            throw new IllegalStateException(text);
        }
        return Double.parseDouble(used.group(1).replace(",", "")) * 1024 / ((double) TEXTS * TEXT_BYTES);
    }

    /** Returns the CPU time to translate a workflow divided by that of one of half the size: 2 if it grows linearly. */
    private static double translationGrowth() throws Exception {
        double[] ratios = new double[ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            long half = cpuNanos(() -> translate(NODES / 2));
            long whole = cpuNanos(() -> translate(NODES));
            if (round >= 0) {
                ratios[round] = (double) whole / half;
            }
        }
        return median(ratios);
    }

    private static void translate(int nodes) {
        TranslationBenchmark benchmark = new TranslationBenchmark();
        benchmark.nodes = nodes;
        for (TranslationBenchmark.Kind kind : TranslationBenchmark.Kind.values()) {
            benchmark.kind = kind;
            for (int i = 0; i < 3; i++) {
                benchmark.translate();
            }
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    private static long cpuNanos(Work work) throws Exception {
        long before = PROCESS.getProcessCpuTime();
        work.run();
        return PROCESS.getProcessCpuTime() - before;
    }

    private static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Numbers from 0 to n - 1. */
    public static final class Numbers implements Task<Naps, List<Integer>> {
        @Override
        public List<Integer> run(Naps naps, TaskContext context) {
            return IntStream.range(0, naps.n()).boxed().toList();
        }
    }

    /**
     * How many naps to take.
     *
     * @param n the number of naps
     */
    public record Naps(int n) {}

    /** Waits for 50 ms, and counts the naps that are taken in parallel. */
    public static final class CountedNap implements Task<Integer, Integer> {

        private static final AtomicInteger NOW = new AtomicInteger();
        private static final AtomicInteger MOST = new AtomicInteger();

        @Override
        public Integer run(Integer number, TaskContext context) throws InterruptedException {
            MOST.accumulateAndGet(NOW.incrementAndGet(), Math::max);
            Thread.sleep(50);
            NOW.decrementAndGet();
            return number;
        }
    }

    /** Takes naps in parallel. */
    public static final class CountedNaps implements Workflow<Naps, List<Integer>> {
        @Override
        public Value<List<Integer>> define(Flow flow, Value<Naps> naps) {
            return flow.map(flow.call(Numbers.class, naps), CountedNap.class)
                    .concurrency(CONCURRENCY)
                    .toList();
        }
    }
}
