package dev.anabranch.stores.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/** Runs fuzz cases, each with its own seed, and reports cases that hang or fail. */
final class FuzzRuns {

    private static final int USUALLY = 1_000;
    private static final int HANGS_AFTER_SECONDS = 60;
    private static final int ENOUGH = 20;

    /** A fuzz case. It fails by throwing an exception. */
    interface Case {
        /** Returns the kind of result, for statistics. */
        String run(SplittableRandom random);
    }

    /** The result of a case. {@code wrong} describes the failure; empty if the case passed. */
    private record Verdict(long seed, String ending, String wrong) {}

    private FuzzRuns() {}

    /** Runs two cases in parallel, so that one that hangs does not block all others. */
    static Map<String, Long> check(Case which) throws InterruptedException {
        Long only = Long.getLong("anabranch.seed");
        long count = only != null ? 1 : Integer.getInteger("anabranch.fuzz", USUALLY);
        ExecutorService threads = Executors.newFixedThreadPool(2, job -> {
            Thread thread = new Thread(null, job, "fuzz", 1 << 20);
            thread.setDaemon(true);
            return thread;
        });
        List<Verdict> wrong = new ArrayList<>();
        Map<String, Long> endings = new TreeMap<>();
        try {
            List<Running> running = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                long seed = only != null ? only : i;
                AtomicReference<Thread> by = new AtomicReference<>();
                running.add(new Running(seed, by, threads.submit(() -> verdict(which, seed, by))));
            }
            for (Running one : running) {
                Verdict verdict = one.verdict();
                endings.merge(verdict.ending, 1L, Long::sum);
                if (!verdict.wrong.isEmpty()) {
                    wrong.add(verdict);
                }
                if (verdict.ending.equals("HANGS") || wrong.size() >= ENOUGH) {
                    break;
                }
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(wrong).as("of %s cases, which ended as %s", count, endings).isEmpty();
        return endings;
    }

    private record Running(long seed, AtomicReference<Thread> by, Future<Verdict> result) {

        Verdict verdict() throws InterruptedException {
            try {
                return result.get(HANGS_AFTER_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                String stack = by.get() == null
                        ? ""
                        : Arrays.stream(by.get().getStackTrace())
                                .limit(30)
                                .map(frame -> "\n  at " + frame)
                                .collect(Collectors.joining());
                return new Verdict(seed, "HANGS", "hangs" + stack);
            } catch (ExecutionException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static Verdict verdict(Case which, long seed, AtomicReference<Thread> by) {
        by.set(Thread.currentThread());
        SplittableRandom random = new SplittableRandom(seed);
        try {
            return new Verdict(seed, which.run(random), "");
        } catch (Throwable thrown) {
            String stack = Arrays.stream(thrown.getStackTrace())
                    .limit(14)
                    .map(frame -> "\n  at " + frame)
                    .collect(Collectors.joining());
            return new Verdict(seed, "WRONG", thrown + stack);
        }
    }
}
