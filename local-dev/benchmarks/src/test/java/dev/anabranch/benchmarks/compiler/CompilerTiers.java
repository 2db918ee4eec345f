package dev.anabranch.benchmarks.compiler;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Measures what the second tier of the JIT compiler saves tasks that compute: each kind of work in new processes with both tiers
 * as the JVM starts them, with both as the launcher starts them, and with the first tier only.
 */
public final class CompilerTiers {

    private static final Map<String, List<String>> OPTIONS = new LinkedHashMap<>();

    static {
        OPTIONS.put("both", List.of());
        // The options of the launcher for commands that run tasks; see start.sh.
        OPTIONS.put(
                "both, late",
                List.of(
                        "-XX:Tier4InvocationThreshold=60000",
                        "-XX:Tier4MinInvocationThreshold=6000",
                        "-XX:Tier4CompileThreshold=180000",
                        "-XX:Tier4BackEdgeThreshold=400000"));
        OPTIONS.put("first only", List.of("-XX:TieredStopAtLevel=1"));
    }

    private CompilerTiers() {}

    /**
     * Prints a row of a Markdown table for each kind of work: the CPU time with both tiers, and the ratios of the others to it.
     *
     * @param args how often each kind is repeated in a process, and the number of rounds, of which the fastest counts
     */
    public static void main(String[] args) throws Exception {
        int repetitions = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        for (KindOfWork kind : KindOfWork.values()) {
            Map<String, Map<Integer, Double>> fastest = new LinkedHashMap<>();
            for (int round = 0; round < rounds; round++) {
                for (Map.Entry<String, List<String>> options : OPTIONS.entrySet()) {
                    Map<Integer, Double> seconds = fastest.computeIfAbsent(options.getKey(), key -> new TreeMap<>());
                    measure(kind, repetitions, options.getValue())
                            .forEach((done, spent) -> seconds.merge(done, spent, Math::min));
                }
            }
            print(kind, fastest, List.of(Math.max(1, repetitions / 16), repetitions));
        }
    }

    private static Map<Integer, Double> measure(KindOfWork kind, int repetitions, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xms128m", "-Djava.awt.headless=true"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), RepeatedWork.class.getName()));
        command.addAll(List.of(kind.name(), Integer.toString(repetitions)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Map<Integer, Double> seconds = new TreeMap<>();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int blank = line.indexOf(' ');
                seconds.put(Integer.valueOf(line.substring(0, blank)), Double.valueOf(line.substring(blank + 1)));
            }
        }
        if (process.waitFor() != 0) {
            throw new IllegalStateException(kind + " failed with the options " + options);
        }
        return seconds;
    }

    private static void print(KindOfWork kind, Map<String, Map<Integer, Double>> fastest, List<Integer> counts) {
        StringBuilder row = new StringBuilder("| ").append(kind.name().toLowerCase(Locale.ROOT));
        for (int count : counts) {
            double both = seconds(fastest, "both", count);
            row.append(String.format(Locale.ROOT, " | %.2f s", both));
            for (String options : List.of("both, late", "first only")) {
                row.append(String.format(Locale.ROOT, " | %.2f", seconds(fastest, options, count) / both));
            }
        }
        System.out.println(row.append(" |"));
    }

    private static double seconds(Map<String, Map<Integer, Double>> fastest, String options, int count) {
        return Objects.requireNonNull(
                Objects.requireNonNull(fastest.get(options)).get(count));
    }
}
