package dev.anabranch.benchmarks;

import java.io.IOException;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** All of JMH's benchmarks, with its own command line. */
public final class Benchmarks {

    private Benchmarks() {}

    /** Runs those whose names fit; {@code -h} says what else there is to ask for. */
    public static void main(String[] args) throws IOException {
        Main.main(args);
    }

    /** Runs one class of benchmarks, and counts what it allocates. */
    static void run(Class<?> benchmark) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(benchmark.getName())
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
    }
}
