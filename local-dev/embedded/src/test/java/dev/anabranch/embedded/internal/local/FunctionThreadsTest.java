package dev.anabranch.embedded.internal.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FunctionThreadsTest {

    private static final int MANY = 200;

    private final FunctionThreads threads = new FunctionThreads();

    @AfterEach
    void close() {
        threads.close();
    }

    private CompletableFuture<Thread> submit(Body body) {
        CompletableFuture<Thread> done = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                body.run();
                done.complete(Thread.currentThread());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private interface Body {
        void run() throws Exception;
    }

    @Test
    void jobsThatWaitForEachOtherRunInParallel() throws Exception {
        CyclicBarrier all = new CyclicBarrier(MANY);

        CompletableFuture<?>[] jobs =
                IntStream.range(0, MANY).mapToObj(i -> submit(all::await)).toArray(CompletableFuture[]::new);

        CompletableFuture.allOf(jobs).get(30, SECONDS);
        assertThat(all.isBroken()).isFalse();
    }

    @Test
    void jobsThatAJobSubmitsAndWaitsForRunInParallelWithIt() throws Exception {
        CompletableFuture<Thread> outer = submit(() -> {
            CyclicBarrier all = new CyclicBarrier(MANY + 1);
            for (int i = 0; i < MANY; i++) {
                var unused = submit(all::await);
            }
            all.await();
        });

        assertThat(outer.get(30, SECONDS).getName()).startsWith("anabranch-function-");
    }

    @Test
    void aJobThatThrowsEndsOnlyItsThread() throws Exception {
        CompletableFuture<Thread> failing = new CompletableFuture<>();
        threads.execute(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> failing.complete(thread));
            throw new IllegalStateException("The task is broken.");
        });
        Thread ended = failing.get(30, SECONDS);

        assertThat(submit(() -> {}).get(30, SECONDS)).isNotSameAs(ended);
    }

    @Test
    void threadsInheritNoVariablesAndNoClassLoaderOfAnotherJob() throws Exception {
        InheritableThreadLocal<String> variable = new InheritableThreadLocal<>();
        CompletableFuture<String> inherited = new CompletableFuture<>();
        CompletableFuture<ClassLoader> loader = new CompletableFuture<>();

        submit(() -> {
                    variable.set("of the outer job");
                    Thread.currentThread().setContextClassLoader(new ClassLoader(null) {});
                    var unused = submit(() -> {
                        inherited.complete(variable.get());
                        loader.complete(Thread.currentThread().getContextClassLoader());
                    });
                    loader.get(30, SECONDS);
                })
                .get(30, SECONDS);

        assertThat(inherited.get(30, SECONDS)).isNull();
        assertThat(loader.get(30, SECONDS)).isSameAs(Thread.currentThread().getContextClassLoader());
    }

    @Test
    void jobsRunAfterThreadsCouldNotBeCreated() throws Exception {
        AtomicInteger missing = new AtomicInteger(MANY);
        try (FunctionThreads scarce = new FunctionThreads(worker -> {
            if (missing.getAndDecrement() > 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return new Thread(worker);
        })) {
            for (int i = 0; i < MANY; i++) {
                assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> scarce.execute(() -> {}));
            }
            CountDownLatch ran = new CountDownLatch(1);

            scarce.execute(ran::countDown);

            assertThat(ran.await(30, SECONDS)).isTrue();
        }
    }

    @Test
    void closingInterruptsJobsAndRefusesLaterOnes() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CompletableFuture<Thread> waiting = submit(() -> {
            running.countDown();
            new CountDownLatch(1).await();
        });
        assertThat(running.await(30, SECONDS)).isTrue();

        threads.close();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> waiting.get(30, SECONDS))
                .withCauseInstanceOf(InterruptedException.class);
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> threads.execute(() -> {}));
    }
}
