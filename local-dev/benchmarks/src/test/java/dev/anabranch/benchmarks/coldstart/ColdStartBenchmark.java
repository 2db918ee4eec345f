package dev.anabranch.benchmarks.coldstart;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anabranch.runtime.TaskFunction;
import dev.anabranch.runtime.internal.wire.Invocation;
import dev.anabranch.runtime.internal.wire.Reply;
import dev.anabranch.runtime.internal.wire.RunRef;
import dev.anabranch.runtime.internal.wire.Wire;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The duration from the start of a JVM to the first answer of a packaged function, in milliseconds, compared with a
 * hand-written function that makes the same two calls of DynamoDB. Starts of both alternate, so that other load on the
 * machine affects both equally.
 */
public final class ColdStartBenchmark {

    private static final String OURS = TaskFunction.class.getName();
    private static final String HAND_WRITTEN = HandWrittenFunction.class.getName();

    /**
     * The share of a processor at 1,024 and at 512 MB. Lambda assigns one processor at 1,769 MB, and shares in
     * proportion to the memory.
     */
    private static final Map<String, Double> QUOTAS = new TreeMap<>(Map.of("1,024 MB", 0.58, "512 MB", 0.29));

    private final int runs;
    private final Path java;
    private final Path packaged;
    private final Path folder;
    private final Path taskRoot;
    private final String client;

    private ColdStartBenchmark(int runs, Path java, Path packaged, Path folder) throws IOException {
        this.runs = runs;
        this.java = java;
        this.packaged = packaged;
        this.folder = folder;
        this.taskRoot = TaskRoot.of(packaged, Files.createDirectory(folder.resolve("task")));
        this.client = TaskRoot.clientClassPath();
    }

    /**
     * Arguments: the number of starts (15), the {@code java} to start (that of this process), the package (that of the
     * build).
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // Otherwise each answer waits 40 ms for the network.
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 15;
        Path java = args.length > 1 ? Path.of(args[1]) : Path.of(System.getProperty("java.home"), "bin", "java");
        Path packaged = args.length > 2 ? Path.of(args[2]) : built();
        Path folder = Files.createTempDirectory("anabranch-cold-start-");
        try {
            new ColdStartBenchmark(runs, java, packaged, folder).all();
        } finally {
            delete(folder);
        }
    }

    private static Path built() throws IOException {
        Path target = Path.of("state-machines", "examples", "target");
        try (Stream<Path> files = Files.list(target)) {
            return files.filter(file -> file.getFileName().toString().endsWith("-lambda.zip"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("The build has made no package in " + target + "."));
        }
    }

    private void all() throws IOException, InterruptedException {
        System.out.printf(
                Locale.ROOT,
                "%s: %,d bytes, %d starts each, %d processors, load %.2f%n",
                packaged.getFileName(),
                Files.size(packaged),
                runs,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        countClasses(both(Optional.empty(), false));
        compare("on Lambda's class path, all processors", both(Optional.empty(), false));
        for (Map.Entry<String, Double> quota : QUOTAS.entrySet()) {
            Optional<CpuQuota> group = CpuQuota.of(quota.getValue());
            if (group.isEmpty()) {
                System.out.println("No control group can be made here: no figures for " + quota.getKey() + ".");
                continue;
            }
            compare("as with " + quota.getKey() + ": " + quota.getValue() + " processors", both(group, false));
            compare("restored by SnapStart with " + quota.getKey(), both(group, true));
            group.orElseThrow().close();
        }
        compare("restored by SnapStart, all processors (from the restore on)", both(Optional.empty(), true));
        archives();
    }

    private void countClasses(Map<String, FunctionStart> starts) throws IOException, InterruptedException {
        for (Map.Entry<String, FunctionStart> start : starts.entrySet()) {
            Path log = folder.resolve(start.getKey() + ".classes");
            start.getValue().with("-Xlog:class+load:file=" + log).run();
            try (Stream<String> lines = Files.lines(log)) {
                System.out.printf(Locale.ROOT, "%s loads %,d classes%n", start.getKey(), lines.count());
            }
        }
    }

    private Map<String, FunctionStart> both(Optional<CpuQuota> quota, boolean snapStart) {
        Map<String, FunctionStart> both = new LinkedHashMap<>();
        both.put("hand-written", start(HAND_WRITTEN, client, quota, snapStart));
        both.put("anabranch", start(OURS, client, quota, snapStart));
        return both;
    }

    /**
     * Measures class archives. An archive contains only classes of the JVM's class path, but Lambda loads a function
     * with a separate class loader. The output therefore has both: the gain with Lambda's class loader, and the gain on
     * the class path.
     */
    private void archives() throws IOException, InterruptedException {
        compare("with archives, on Lambda's class path, all processors", archived("lambda", client));
        String classPath = client + File.pathSeparator + jars();
        compare("with archives, on the JVM's own class path, all processors", archived("own", classPath));
    }

    private Map<String, FunctionStart> archived(String name, String classPath)
            throws IOException, InterruptedException {
        FunctionStart plain = start(OURS, classPath, Optional.empty(), false);
        Map<String, FunctionStart> starts = new LinkedHashMap<>();
        starts.put("anabranch", plain);
        Path archive = folder.resolve(name + ".jsa");
        plain.with("-XX:ArchiveClassesAtExit=" + archive).run();
        if (Files.exists(archive)) {
            starts.put("with AppCDS", plain.with("-XX:SharedArchiveFile=" + archive));
        }
        Path cache = folder.resolve(name + ".aot");
        plain.with("-XX:+IgnoreUnrecognizedVMOptions", "-XX:AOTCacheOutput=" + cache)
                .run();
        if (Files.exists(cache)) {
            starts.put("with an AOT cache", plain.with("-XX:AOTCache=" + cache));
        }
        return starts;
    }

    private String jars() throws IOException {
        try (Stream<Path> files = Files.list(taskRoot.resolve("lib"))) {
            return String.join(
                    File.pathSeparator, files.sorted().map(Path::toString).toList());
        }
    }

    private FunctionStart start(String handler, String classPath, Optional<CpuQuota> quota, boolean snapStart) {
        String event =
                handler.equals(OURS) ? invocation() : "{\"id\":\"run-1\",\"input\":{\"number\":7,\"fail\":false}}";
        return new FunctionStart(java, List.of(), classPath, handler, taskRoot, event, quota, snapStart);
    }

    private static String invocation() {
        ObjectNode input =
                JsonNodeFactory.instance.objectNode().put("number", 7).put("fail", false);
        return new Invocation(
                        new RunRef("square-all-20260101-000000-000"),
                        "square-all",
                        "square",
                        List.of(3L),
                        Instant.parse("2026-01-01T00:00:00.123Z"),
                        0,
                        10,
                        new Wire.Value(input),
                        new Reply.Single(4_096))
                .toJson()
                .toString();
    }

    private void compare(String title, Map<String, FunctionStart> starts) throws IOException, InterruptedException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int i = 0; i <= runs; i++) {
            for (Map.Entry<String, FunctionStart> start : starts.entrySet()) {
                double time = start.getValue().run();
                if (i > 0) { // The first start of each function fills the file system's caches.
                    times.computeIfAbsent(start.getKey(), name -> new ArrayList<>())
                            .add(time);
                }
            }
        }
        System.out.println(title);
        double first = median(times.values().iterator().next());
        times.forEach((name, all) -> {
            all.sort(Comparator.naturalOrder());
            System.out.printf(
                    Locale.ROOT,
                    "  %-20s median %6.0f ms, least %6.0f, most %6.0f; %.2f times the first%n",
                    name,
                    median(all),
                    all.get(0),
                    all.get(all.size() - 1),
                    median(all) / first);
        });
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
