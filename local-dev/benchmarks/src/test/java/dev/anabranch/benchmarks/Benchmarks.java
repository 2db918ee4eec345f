package dev.anabranch.benchmarks;

import java.io.IOException;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The JMH benchmarks with the command line of JMH. */
public final class Benchmarks {

    private Benchmarks() {}

    /** Runs the benchmarks whose names match; {@code -h} lists the options. */
    public static void main(String[] args) throws IOException {
        Main.main(args);
    }

    /** Runs the benchmarks of one class and measures allocations. */
    static void run(Class<?> benchmark) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(benchmark.getName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
